package dev.atoll.execution.jvm.compiler;

import static dev.atoll.wasm.ValueType.F64;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static dev.atoll.wasm.ValueType.V128;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// No method becomes larger than its bound, whatever instruction it repeats.
final class CodeScanTest {

  private static final int TIMES = 200;

  private static final CompilerOptions NOTHING_SPLIT = new CompilerOptions(1, false, 65_535);

  private static void assertBounded(
      String what, List<ValueType> results, Consumer<CodeBuilder> code) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(true, 1);
    module.table(ValueType.FUNCREF, false, 1);
    module.type(List.of(I64, F64, I32), List.of(F64, I64));
    module.function(
        List.of(I64, F64, I32), List.of(F64, I64), List.of(), body -> body.get(1).get(0));
    module.function(List.of(V128, I32), results, List.of(V128, F64, F64, I32, I64), code);
    ValidatedModule validated = ValidatedModule.ofPlain(module.build());
    CodeScan scan = new CodeScan(validated);
    ModuleLayout layout = new ModuleLayout(validated, NOTHING_SPLIT, scan);
    FunctionBody body = validated.module().bodies().get(1);

    byte[] compiled =
        new GeneratedClasses(layout).functions(ClassDesc.of("wasm.G0"), List.of(body));

    int size =
        ClassFile.of()
            .parse(compiled)
            .methods()
            .getFirst()
            .code()
            .map(attribute -> ((CodeAttribute) attribute).codeLength())
            .orElseThrow();
    assertThat((long) size).as(what).isLessThanOrEqualTo(scan.sizeBound(1));
  }

  private static void assertRepeated(String what, Consumer<CodeBuilder> piece) {
    assertBounded(
        what,
        List.of(),
        code -> {
          for (int i = 0; i < TIMES; i++) {
            piece.accept(code);
          }
        });
  }

  @Test
  void simpleInstructionsStayBelowTheirBounds() {
    assertRepeated("v128 local", code -> code.get(2).set(0));
    assertRepeated("i64 local", code -> code.get(6).set(6));
    assertRepeated("constants", code -> code.i64(1L << 40).op(Opcodes.DROP));
    assertRepeated("float constants", code -> code.f64Bits(-1).op(Opcodes.DROP));
    assertRepeated("far load", code -> code.get(6).access(0x31, 1L << 40).op(Opcodes.DROP));
    assertRepeated("far store", code -> code.get(6).get(6).access(Opcodes.I64_STORE, 1L << 40));
    assertRepeated("lane", code -> code.get(6).get(0).bytes(0xfd, 0x54, 0, 0, 3).op(Opcodes.DROP));
    assertRepeated("comparison", code -> code.get(3).get(3).op(0x65, Opcodes.DROP));
    assertRepeated("select", code -> code.get(6).get(6).get(1).op(Opcodes.SELECT, Opcodes.DROP));
    assertRepeated("division", code -> code.get(6).get(6).op(0x7f, Opcodes.DROP));
    assertRepeated("saturating", code -> code.get(3).bytes(0xfc, 7).op(Opcodes.DROP));
    assertRepeated("null", code -> code.with(0xd0, 0x70).op(0xd1, Opcodes.DROP));
  }

  @Test
  void callsAndBulkOperationsStayBelowTheirBounds() {
    assertRepeated(
        "call", code -> code.get(6).get(3).get(1).call(0).op(Opcodes.DROP, Opcodes.DROP));
    assertRepeated(
        "indirect call",
        code -> code.get(6).get(3).get(1).i32(0).callIndirect(0, 0).op(Opcodes.DROP, Opcodes.DROP));
    assertRepeated("fill", code -> code.get(6).get(1).get(6).with(Opcodes.MEMORY_FILL, 0));
    assertRepeated("grow", code -> code.get(6).with(Opcodes.MEMORY_GROW, 0).op(Opcodes.DROP));
    assertRepeated("table copy", code -> code.i32(0).i32(0).i32(0).with(Opcodes.TABLE_COPY, 0, 0));
  }

  @Test
  void controlStaysBelowItsBounds() {
    assertRepeated("blocks", code -> code.open(Opcodes.BLOCK).end());
    assertRepeated("loops", code -> code.open(Opcodes.LOOP).end());
    assertRepeated("ifs", code -> code.get(1).open(Opcodes.IF).op(Opcodes.NOP).orElse().end());
    assertRepeated("returns", code -> code.get(1).open(Opcodes.IF).op(Opcodes.RETURN).end());
    assertRepeated("traps", code -> code.get(1).open(Opcodes.IF).op(Opcodes.UNREACHABLE).end());
    assertBounded(
        "results",
        Collections.nCopies(20, I64),
        code -> {
          for (int i = 0; i < 20; i++) {
            code.i64(i);
          }
          for (int i = 0; i < TIMES; i++) {
            code.get(1).brIf(0);
          }
          code.i32(5).brTable(Collections.nCopies(TIMES, 0).stream().mapToInt(i -> i).toArray());
        });
  }

  @Test
  void operandsThatMoveStayBelowTheirBounds() {
    for (int height : new int[] {1, 10, 30}) {
      assertRepeated(
          "loops above operands",
          code -> {
            for (int i = 0; i < height; i++) {
              code.get(6);
            }
            code.open(Opcodes.LOOP).get(1).brIf(0).get(1).brIf(1).end();
            for (int i = 0; i < height; i++) {
              code.set(6);
            }
          });
      assertRepeated(
          "raw floats below others",
          code -> {
            code.get(3).get(3).op(Opcodes.F64_ADD);
            for (int i = 0; i < height; i++) {
              code.get(4);
            }
            code.open(Opcodes.BLOCK).end();
            for (int i = 0; i <= height; i++) {
              code.op(Opcodes.DROP);
            }
          });
    }
  }
}
