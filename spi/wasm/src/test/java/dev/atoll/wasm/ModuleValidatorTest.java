package dev.atoll.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ModuleValidatorTest {

  private static final int V128_LOAD = 0xfd00;
  private static final int I32X4_EXTRACT_LANE = 0xfd1b;
  private static final int I8X16_SHUFFLE = 0xfd0d;

  @Test
  void aCanisterIsValid() {
    assertThatCode(() -> validate(TestModules.canister().build())).doesNotThrowAnyException();
  }

  @Test
  void aFaultNamesFunctionOffsetAndRule() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.name(module.function(List.of(), List.of(ValueType.I32), List.of(), c -> c.i64(1)), "f");

    assertThatThrownBy(() -> validate(module.build()))
        .hasMessage("function 0 (f): end: type mismatch: expected i32, found i64 (at offset 0x1a)");
  }

  @Test
  void operandsMustHaveTheTypeOfTheInstruction() {
    assertRefused(c -> c.i32(1).i64(1).op(Opcodes.I32_ADD).op(Opcodes.DROP), "expected i32");
    assertRefused(c -> c.op(Opcodes.DROP), "the operand stack of the block is empty");
    assertRefused(c -> c.i32(1), "1 values are left over");
  }

  @Test
  void indexesMustExist() {
    assertRefused(c -> c.get(0), "local.get: unknown local 0, 0 exist");
    assertRefused(c -> c.globalGet(3), "global.get: unknown global 3");
    assertRefused(c -> c.call(9), "call: unknown function 9, 1 exist");
    assertRefused(c -> c.br(1), "br: unknown label 1, 1 blocks are open");
    assertRefused(c -> c.with(Opcodes.TABLE_SIZE, 0).op(Opcodes.DROP), "unknown table 0");
    assertRefused(c -> c.with(Opcodes.ELEM_DROP, 0), "unknown element segment 0");
    assertRefused(c -> c.with(Opcodes.DATA_DROP, 0), "data count section required");
  }

  @Test
  void blocksMustBeClosedAndHaveTheirResults() {
    assertRefused(c -> c.open(Opcodes.BLOCK), "1 blocks are not closed");
    assertRefused(c -> c.end().op(Opcodes.NOP), "code after the end of the function");
    assertRefused(
        c -> c.i32(1).open(Opcodes.IF, ValueType.I32).i32(1).end().op(Opcodes.DROP),
        "if without else");
    assertRefused(c -> c.orElse(), "there is no if to belong to");
  }

  @Test
  void unreachableCodeIsCheckedWithUnknownTypes() {
    assertAccepted(c -> c.op(Opcodes.UNREACHABLE, Opcodes.I32_ADD, Opcodes.DROP));
    assertAccepted(c -> c.br(0).op(Opcodes.SELECT, Opcodes.DROP));
    assertRefused(
        c -> c.op(Opcodes.UNREACHABLE).i64(1).op(Opcodes.I32_EQZ, Opcodes.DROP), "expected i32");
    assertRefused(
        c ->
            c.open(Opcodes.BLOCK, ValueType.I32)
                .op(Opcodes.UNREACHABLE)
                .brIf(0)
                .op(0x8c) // f32.neg
                .op(Opcodes.DROP)
                .i32(0)
                .end()
                .op(Opcodes.DROP),
        "expected f32, found i32");
  }

  @Test
  void alignmentAndOffsetsAreLimited() {
    assertRefused(
        c -> c.i32(0).with(Opcodes.I32_LOAD, 3, 0).op(Opcodes.DROP), "larger than natural");
    assertRefused(
        c -> c.i32(0).with(Opcodes.I32_LOAD, 2, 1L << 32).op(Opcodes.DROP), "offset out of range");
    assertRefused(c -> c.i32(0).with(V128_LOAD, 5, 0).op(Opcodes.DROP), "larger than natural");
  }

  @Test
  void lanesAreLimited() {
    assertRefused(
        c -> c.v128(0, 0).op(I32X4_EXTRACT_LANE).bytes(4).op(Opcodes.DROP), "invalid lane index 4");
    assertRefused(
        c ->
            c.v128(0, 0)
                .v128(0, 0)
                .op(I8X16_SHUFFLE)
                .bytes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 32)
                .op(Opcodes.DROP),
        "invalid lane index 32");
  }

  @Test
  void addressesOfA64BitMemoryAreI64() {
    WasmModuleBuilder good = new WasmModuleBuilder().memory(true, 1);
    good.function(
        List.of(),
        List.of(),
        List.of(),
        c -> c.i64(0).access(Opcodes.I32_LOAD, 1L << 40).op(Opcodes.DROP));
    WasmModuleBuilder bad = new WasmModuleBuilder().memory(true, 1);
    bad.function(
        List.of(),
        List.of(),
        List.of(),
        c -> c.i32(0).access(Opcodes.I32_LOAD, 0).op(Opcodes.DROP));

    assertThatCode(() -> validate(good.build())).doesNotThrowAnyException();
    assertThatThrownBy(() -> validate(bad.build())).hasMessageContaining("expected i64, found i32");
  }

  @Test
  void memoriesHaveALargestSize() {
    assertThatThrownBy(() -> validate(new WasmModuleBuilder().memory(false, 65_537).build()))
        .hasMessage("memory size is 65537, at most 65536 allowed (at offset 0xb)");
    assertThatThrownBy(() -> validate(new WasmModuleBuilder().memory(false, 2, 1).build()))
        .hasMessage("memory size minimum 2 is greater than its maximum 1 (at offset 0xb)");
    assertThatThrownBy(
            () -> validate(new WasmModuleBuilder().memory(false, 1).memory(false, 1).build()))
        .hasMessage("2 memories: multiple memories are not accepted (at offset 0xd)");
  }

  @Test
  void tablesAreLimited() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    for (int i = 0; i < 100; i++) {
      module.table(ValueType.FUNCREF, false, 0);
    }
    assertThatCode(() -> validate(module.build())).doesNotThrowAnyException();

    module.table(ValueType.FUNCREF, false, 0);

    assertThatThrownBy(() -> validate(module.build()))
        .hasMessageContaining("too many tables: 101, at most 100 allowed");
  }

  @Test
  void exportsHaveDifferentNames() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int f = module.function(List.of(), List.of(), List.of(), c -> {});
    module.exportFunction("a", f).exportFunction("a", f);

    assertThatThrownBy(() -> validate(module.build()))
        .hasMessage("duplicate export name 'a' (at offset 0x19)");
  }

  @Test
  void functionReferencesMustBeDeclared() {
    WasmModuleBuilder undeclared = new WasmModuleBuilder();
    undeclared.function(
        List.of(), List.of(), List.of(), c -> c.with(Opcodes.REF_FUNC, 0).op(Opcodes.DROP));

    assertThatThrownBy(() -> validate(undeclared.build()))
        .hasMessageContaining("undeclared function reference 0");
    assertAccepted(c -> c.with(Opcodes.REF_FUNC, 0).op(Opcodes.DROP));
  }

  @Test
  void constantsReadImportedGlobalsOnly() {
    WasmModuleBuilder imported = new WasmModuleBuilder();
    imported.importGlobal("env", "g", ValueType.I32, false);
    imported.global(ValueType.I32, false, c -> c.globalGet(0));
    WasmModuleBuilder defined = new WasmModuleBuilder();
    defined.global(ValueType.I32, false, c -> c.i32(1));
    defined.global(ValueType.I32, false, c -> c.globalGet(0));

    assertThatCode(() -> validate(imported.build())).doesNotThrowAnyException();
    assertThatThrownBy(() -> validate(defined.build()))
        .hasMessageContaining("global 1: constant expression required, global 0 is not imported")
        .isInstanceOfSatisfying(
            WasmException.class,
            e -> assertThat(e.proposal()).contains(Proposal.EXTENDED_CONSTANTS));
  }

  @Test
  void instructionsOfOtherProposalsAreNotAccepted() {
    assertRefused(c -> c.bytes(0xfe, 0x10, 2, 0), "instruction 0xfe: threads are not accepted");
    assertRefused(
        c -> c.bytes(0xfd, 0x80, 0x02),
        "instruction 0xfd 256: relaxed vector instructions are not accepted");
    assertRefused(c -> c.bytes(0x08, 0), "instruction 0x08: exceptions are not accepted");
    assertRefused(c -> c.bytes(0x27), "illegal opcode 0x27");
    assertRefused(c -> c.bytes(0xfc, 0x20), "illegal opcode 0xfc 32");
  }

  @Test
  void typesOfOtherProposalsAreNotAccepted() {
    assertRefused(
        c -> c.with(Opcodes.REF_NULL, 0x6e).op(Opcodes.DROP),
        "ref.null: type 0x6e: garbage collection types are not accepted");
    assertRefused(
        c -> c.bytes(Opcodes.BLOCK, 0x63, 0x70),
        "block: type 0x63: typed function references are not accepted");
    assertRefused(
        c -> c.bytes(Opcodes.SELECT_TYPED, 1, 0x6d),
        "select_typed: type 0x6d: garbage collection types are not accepted");
  }

  @Test
  void theFirstOfManyFaultsIsNamedWhereSeveralThreadsLook() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    for (int i = 0; i < 1000; i++) {
      boolean faulty = i >= 123 && i % 10 == 3;
      module.function(
          List.of(),
          List.of(),
          List.of(),
          code -> {
            for (int k = 0; k < 200; k++) {
              code.i32(k).op(Opcodes.DROP);
            }
            if (faulty) {
              code.i32(1);
            }
          });
    }
    Bytes bytes = module.build();
    for (int round = 0; round < 20; round++) {
      assertThatThrownBy(() -> validate(bytes)).hasMessageContaining("function 123: end");
    }
  }

  private static void assertAccepted(Consumer<CodeBuilder> code) {
    assertThatCode(() -> validate(TestModules.withFunction(code))).doesNotThrowAnyException();
  }

  private static void assertRefused(Consumer<CodeBuilder> code, String message) {
    assertThatThrownBy(() -> validate(TestModules.withFunction(code)))
        .isInstanceOf(WasmException.class)
        .hasMessageContaining(message);
  }

  private static void validate(Bytes bytes) {
    ModuleValidator.validate(WasmModule.decode(bytes));
  }
}
