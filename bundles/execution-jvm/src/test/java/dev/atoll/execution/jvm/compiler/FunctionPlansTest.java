package dev.atoll.execution.jvm.compiler;

import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FunctionPlansTest {

  private static final int I32_ADD = 0x6a;

  /// The sizes of the methods that a function of so many statements becomes.
  private static List<Integer> methodsOf(int statements) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.function(
        List.of(I32),
        List.of(),
        List.of(I32),
        code -> {
          for (int i = 0; i < statements; i++) {
            code.get(0).i32(i).op(I32_ADD).set(1);
            code.get(1).get(0).access(Opcodes.I32_STORE, 0);
          }
        });
    ValidatedModule validated = ValidatedModule.ofPlain(module.build());
    CompilerOptions options = CompilerOptions.DEFAULT;
    ModuleLayout layout = new ModuleLayout(validated, options, new CodeScan(validated));
    GeneratedClasses classes = new GeneratedClasses(layout);
    FunctionPlan plan = classes.plans().of(layout.module().bodies().getFirst());
    return Stream.concat(
            Stream.of(classes.functions(ClassDesc.of("wasm.G0"), layout.module().bodies())),
            plan.spread().stream().map(regions -> classes.regions(plan, regions)))
        .flatMap(content -> ClassFile.of().parse(content).methods().stream())
        .map(method -> method.findAttribute(Attributes.code()).orElseThrow().codeLength())
        .toList();
  }

  private static FunctionPlan planOfNestedLoops(int loops) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.function(
        List.of(I32),
        List.of(),
        List.of(I32),
        code -> {
          for (int i = 0; i < loops; i++) {
            code.open(Opcodes.LOOP).get(0).i32(i).op(I32_ADD).set(1);
          }
          for (int i = 0; i < loops; i++) {
            code.get(1).i32(i).op(I32_ADD).set(1).get(1).brIf(0).end();
          }
        });
    ValidatedModule validated = ValidatedModule.ofPlain(module.build());
    ModuleLayout layout =
        new ModuleLayout(validated, CompilerOptions.DEFAULT, new CodeScan(validated));
    return new GeneratedClasses(layout).plans().of(layout.module().bodies().getFirst());
  }

  /// Each level takes stack that the budget of a message does not count.
  @Test
  void regionsLieInsideOfEachOtherOnlyToABoundedDepth() {
    assertThat(planOfNestedLoops(600).whole.nesting()).isBetween(1, 6);
    assertThat(planOfNestedLoops(1_000).whole.nesting()).isBetween(0, 6);
    assertThatThrownBy(() -> planOfNestedLoops(20_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no split makes it fit");
  }

  @Test
  void aFunctionThatIsSmallEnoughIsOneMethod() {
    assertThat(methodsOf(300)).hasSize(1);
  }

  @Test
  void noMethodOfALargeFunctionIsTooLargeForTheCompilerOfTheJvm() {
    assertThat(methodsOf(20_000))
        .hasSizeBetween(40, 200)
        .allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(8_000));
  }

  /// A loop around a branch table, with so many cases that each adds to a local.
  private static FunctionPlan planOfInterpreter(int cases) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.function(
        List.of(I32),
        List.of(),
        List.of(I32),
        code -> {
          code.open(Opcodes.LOOP);
          for (int i = 0; i < cases; i++) {
            code.open(Opcodes.BLOCK);
          }
          code.get(0).brTable(IntStream.rangeClosed(0, cases).map(i -> i % cases).toArray());
          for (int i = 0; i < cases; i++) {
            code.end();
            for (int j = 0; j < 20; j++) {
              code.get(1).i32(i + j).op(I32_ADD).set(1);
              code.get(1).get(0).access(Opcodes.I32_STORE, 0);
            }
            code.br(cases - 1 - i);
          }
          code.end();
        });
    ValidatedModule validated = ValidatedModule.ofPlain(module.build());
    ModuleLayout layout =
        new ModuleLayout(validated, CompilerOptions.DEFAULT, new CodeScan(validated));
    return new GeneratedClasses(layout).plans().of(layout.module().bodies().getFirst());
  }

  /// Otherwise each round of an interpreter passes through several methods on its way to a case.
  @Test
  void theNestOfAnInterpreterIsOneMethodThatCallsItsCases() {
    FunctionPlan plan = planOfInterpreter(150);
    assertThat(plan.regions).hasSizeBetween(100, 150);
    assertThat(plan.whole.nesting()).isEqualTo(1);
  }
}
