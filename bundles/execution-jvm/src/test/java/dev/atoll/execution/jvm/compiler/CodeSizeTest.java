package dev.atoll.execution.jvm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures;
import dev.atoll.spi.tck.execution.fuzz.ModuleGenerator;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.ValidatedModule;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// No method of generated functions is larger than its bound, be it that of a whole function or of
/// a region, and the walk sees the code that is written.
final class CodeSizeTest {

  private static final int MODULES = Integer.getInteger("bounds.modules", 60);

  private static final CompilerOptions NOTHING_SPLIT = new CompilerOptions(1, false, 65_535);
  private static final CompilerOptions FINELY_SPLIT = new CompilerOptions(1, true, 120);

  private long written;
  private long bounded;

  private static ValidatedModule generate(long seed) {
    return ValidatedModule.ofPlain(new ModuleGenerator(FuzzFeatures.all()).generate(seed).wasm());
  }

  private static Map<String, Integer> methodsOf(GeneratedClasses classes, FunctionBody body) {
    byte[] content = classes.functions(ClassDesc.of("wasm.G0"), List.of(body));
    return ClassFile.of().parse(content).methods().stream()
        .collect(
            Collectors.toMap(method -> method.methodName().stringValue(), CodeSizeTest::codeBytes));
  }

  private static int codeBytes(MethodModel method) {
    return method.findAttribute(Attributes.code()).orElseThrow().codeLength();
  }

  private void check(String what, int size, long bound) {
    assertThat((long) size).as(what).isLessThanOrEqualTo(bound);
    written += size;
    bounded += bound;
  }

  private void forEachFunction(CompilerOptions options, Function<FunctionBody, String> name) {
    for (long seed = 1; seed <= MODULES; seed++) {
      ValidatedModule module = generate(seed);
      CodeScan scan = new CodeScan(module);
      GeneratedClasses classes = new GeneratedClasses(new ModuleLayout(module, options, scan));
      for (FunctionBody body : module.module().bodies()) {
        Map<String, Integer> methods = methodsOf(classes, body);
        FunctionPlan plan = classes.plans().of(body);
        String what = "seed %d, function %s".formatted(seed, name.apply(body));
        boolean tailCalls = scan.hasTailCalls(body.functionIndex());
        String main =
            (tailCalls ? Names.BODY_METHOD : Names.FUNCTION_METHOD) + body.functionIndex();
        long bound =
            plan.isSplit()
                ? CodeSize.ofRegion(plan, plan.whole).bound()
                : CodeSize.ofFunction(module, body).bound();
        check(what, methods.getOrDefault(main, 0), bound);
        for (Region region : plan.regions) {
          check(
              what + ", region " + region.number(),
              methods.getOrDefault(plan.methodOf(region), 0),
              CodeSize.ofRegion(plan, region).bound());
        }
      }
    }
  }

  @Test
  void wholeFunctionsAreWithinTheirBounds() {
    forEachFunction(NOTHING_SPLIT, body -> body.functionIndex() + " in one method");

    assertThat(bounded).isBetween(written, 3 * written);
  }

  @Test
  void regionsAreWithinTheirBounds() {
    forEachFunction(FINELY_SPLIT, body -> body.functionIndex() + " split");

    assertThat(bounded).isBetween(written, 6 * written);
  }
}
