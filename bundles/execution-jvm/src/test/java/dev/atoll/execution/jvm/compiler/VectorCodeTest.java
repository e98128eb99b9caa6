package dev.atoll.execution.jvm.compiler;

import static dev.atoll.wasm.ValueType.V128;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VectorCodeTest {

  private static final int SHUFFLE = 0xfd0d;
  private static final int REPLACE_LANE = 0xfd17;
  private static final int LOAD8_LANE = 0xfd54;
  private static final int STORE8_LANE = 0xfd58;
  private static final int STORE = 0xfd0b;
  private static final long FAR = 1L << 40;

  /// Every kind of vector instruction for each of some locals.
  private static void everything(CodeBuilder code, int locals) {
    for (int i = 0; i < locals; i++) {
      code.v128(i, i << 20).get(i).op(SHUFFLE).bytes(new int[16]);
      code.i32(i).op(REPLACE_LANE).bytes(3).tee(locals - 1 - i).set(i);
      code.i64(i).get(i).access(LOAD8_LANE, FAR).bytes(15).set(i);
      code.i64(i).get(i).access(STORE8_LANE, FAR).bytes(15);
      code.i64(i).get(i).access(STORE, FAR);
    }
  }

  @Test
  void noFunctionOnVectorsIsLargerThanItsBound() {
    for (int parameters : new int[] {0, 200, 300}) {
      for (int locals : new int[] {0, 100, 600, 1_000}) {
        WasmModuleBuilder module = new WasmModuleBuilder().memory(true, 1);
        List<ValueType> types = Collections.nCopies(parameters, V128);
        List<ValueType> localTypes = Collections.nCopies(locals, V128);
        int used = Math.min(200, parameters + locals);
        module.function(types, List.of(), localTypes, code -> everything(code, used));
        // Slots above 255 take longer instructions.
        module.function(
            types,
            List.of(V128, V128),
            localTypes,
            code -> code.v128(1, 2).v128(3, 4).open(Opcodes.LOOP).end());

        checkBounds(ValidatedModule.ofPlain(module.build()));
      }
    }
  }

  private static void checkBounds(ValidatedModule module) {
    CodeScan scan = new CodeScan(module);
    ModuleLayout layout = new ModuleLayout(module, CompilerOptions.DEFAULT, scan);
    for (int i = 0; i < module.module().bodies().size(); i++) {
      byte[] made =
          new GeneratedClasses(layout)
              .functions(ClassDesc.of("wasm.G" + i), List.of(module.module().bodies().get(i)));
      CodeAttribute code =
          ClassFile.of()
              .parse(made)
              .methods()
              .getFirst()
              .findAttribute(Attributes.code())
              .orElseThrow();

      assertThat((long) code.codeLength()).isPositive().isLessThanOrEqualTo(scan.sizeBound(i));
      assertThat(code.maxLocals()).isLessThanOrEqualTo(65_535);
    }
  }
}
