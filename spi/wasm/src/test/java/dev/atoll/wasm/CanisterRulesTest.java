package dev.atoll.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CanisterRulesTest {

  private static final List<ValueType> NONE = List.of();

  @Test
  void aCanisterShowsItsMethodsAndMetadata() {
    Bytes wasm = TestModules.canister().build();

    ValidatedModule canister = ValidatedModule.ofCanister(wasm);

    assertThat(canister.moduleHash().unsafeArray()).isEqualTo(Hashes.sha256(wasm.unsafeArray()));
    assertThat(canister.exportedMethods())
        .containsExactly(new ExportedMethod(ExportedMethod.Kind.QUERY, "get", 1));
    assertThat(canister.exportedFunction("canister_query get")).hasValue(1);
    assertThat(canister.exportedFunction("canister_init")).isEmpty();
    assertThat(canister.customSection("candid:service"))
        .contains(new MetadataSection("candid:service", true, Bytes.ofUtf8("service : {}")));
    assertThat(canister.instructionCount()).isEqualTo(20);
    assertThat(canister.resetsOnEachMessage()).isFalse();
  }

  @Test
  void importsMustBeSystemFunctionsWithTheirTypes() {
    assertRefused(
        importing("ic0", "nothing", NONE),
        "Wasm module has an invalid import section. Module imports function 'nothing' from 'ic0'"
            + " that is not exported by the runtime.");
    assertRefused(
        importing("env", "msg_reply", NONE),
        "Wasm module has an invalid import section. Module imports function \"msg_reply\" from"
            + " \"env\", expected to be imported from one of [\"ic0\"] instead.");
    assertRefused(
        importing("ic0", "debug_print", List.of(ValueType.I64)),
        "Wasm module has an invalid function signature. Expected input params [I32, I32] for"
            + " 'debug_print', got [I64].");
    assertRefused(
        importing("ic0", "msg_caller_size", NONE),
        "Wasm module has an invalid function signature. Expected return type [I32] for"
            + " 'msg_caller_size', got [].");
    assertRefused(
        new WasmModuleBuilder().importGlobal("ic0", "x", ValueType.I32, false),
        "Wasm module has an invalid import section. Importing globals is not allowed.");
    assertRefused(
        new WasmModuleBuilder().importMemory("env", "memory", 1),
        "Wasm module has an invalid import section. Importing memories is not allowed.");
  }

  @Test
  void pointersAreAsWideAsAddresses() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.importFunction("ic0", "debug_print", List.of(ValueType.I64, ValueType.I64), NONE);
    module.memory(true, 1);
    WasmModuleBuilder stable = new WasmModuleBuilder();
    stable.importFunction("ic0", "stable_size", NONE, List.of(ValueType.I32));
    stable.memory(true, 1);

    assertThat(ValidatedModule.ofCanister(module.build()).module().isMemory64()).isTrue();
    assertRefused(
        stable,
        "Wasm module has an invalid import section. Module imports function 'stable_size' from"
            + " 'ic0' that is not exported by the runtime.");
  }

  @Test
  void entryPointsTakeAndReturnNothing() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int function = module.function(List.of(ValueType.I32), NONE, NONE, code -> {});

    assertRefused(
        module.exportFunction("canister_init", function),
        "Wasm module has an invalid function signature. Expected input params [] for"
            + " 'canister_init', got [I32].");
  }

  @Test
  void exportsWithTheReservedPrefixMustBeKnown() {
    assertRefused(
        exporting("canister_foo"),
        "Wasm module has an invalid export section. Exporting reserved function 'canister_foo' with"
            + " \"canister_\" prefix");
    assertRefused(
        exporting("canister_start"),
        "Wasm module has an invalid export section. Exporting reserved symbol canister_start not"
            + " allowed.");
    assertThat(ValidatedModule.ofCanister(exporting("canister_on_low_wasm_memory").build()))
        .isNotNull();
    assertThat(ValidatedModule.ofCanister(exporting("anything").build()).exportedMethods())
        .isEmpty();
  }

  @Test
  void aMethodHasOneKind() {
    assertRefused(
        exporting("canister_update foo", "canister_query foo"),
        "Wasm module has an invalid export section. Duplicate function 'foo' exported multiple"
            + " times with different call types: update, query, or composite_query.");
  }

  @Test
  void thereAreLimitsForMethods() {
    assertRefused(
        exporting(
            IntStream.range(0, 1001).mapToObj(i -> "canister_query " + i).toArray(String[]::new)),
        "Wasm module has an invalid export section. The number of exported functions called"
            + " `canister_update <name>`, `canister_query <name>`, or `canister_composite_query"
            + " <name>` exceeds 1000.");
    assertRefused(
        exporting("canister_query " + "a".repeat(20_001)),
        "Wasm module has an invalid export section. The sum of `<name>` lengths in exported"
            + " functions called `canister_update <name>`, `canister_query <name>`, or"
            + " `canister_composite_query <name>` exceeds 20000.");
  }

  @Test
  void thereAreLimitsForFunctionsAndGlobals() {
    WasmModuleBuilder functions = new WasmModuleBuilder();
    IntStream.range(0, 50_001).forEach(i -> functions.function(NONE, NONE, NONE, code -> {}));
    WasmModuleBuilder globals = new WasmModuleBuilder();
    IntStream.range(0, 1001).forEach(i -> globals.global(ValueType.I32, true, code -> code.i32(0)));

    assertRefused(
        functions,
        "Wasm module defined 50001 functions, which exceeds the maximum number allowed 50000.");
    assertRefused(
        globals, "Wasm module defined 1001 globals which exceeds the maximum number allowed 1000.");
  }

  @Test
  void thereAreLimitsForOneFunction() {
    WasmModuleBuilder large = new WasmModuleBuilder();
    large.function(
        NONE, NONE, NONE, code -> IntStream.range(0, 1_000_000).forEach(i -> code.op(Opcodes.NOP)));
    WasmModuleBuilder complex = new WasmModuleBuilder();
    complex.function(
        NONE, NONE, NONE, code -> IntStream.range(0, 20_000).forEach(i -> code.call(0)));

    assertRefused(
        large,
        "Wasm module contains a function at index 0 with complexity 1000001 which exceeds the"
            + " maximum complexity allowed 1000000.");
    assertRefused(
        complex,
        "Wasm module contains a function at index 0 with complexity 1000001 which exceeds the"
            + " maximum complexity allowed 1000000.");
  }

  @Test
  void tablesDoNotChange() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.table(ValueType.FUNCREF, false, 1);
    module.function(
        NONE,
        NONE,
        NONE,
        code ->
            code.i32(0)
                .bytes(Opcodes.REF_NULL, ValueType.FUNCREF.code())
                .with(Opcodes.TABLE_SET, 0));

    assertRefused(
        module,
        "Wasm module contains a function at index 0 with unsupported instruction table.set.");
    assertThat(ValidatedModule.ofPlain(module.build()).resetsOnEachMessage()).isTrue();
  }

  @Test
  void metadataSectionsAreNamedAndLimited() {
    assertRefused(
        new WasmModuleBuilder().customSection("icp:secret x", ""),
        "Wasm module has an invalid custom section. Invalid custom section: Custom section"
            + " 'icp:secret x' has no public/private scope defined.");
    assertRefused(
        new WasmModuleBuilder().customSection("icp:public", ""),
        "Wasm module has an invalid custom section. 'icp:' section names must have a space after"
            + " the public/private scope");
    assertRefused(
        new WasmModuleBuilder()
            .customSection("icp:public x", "")
            .customSection("icp:private x", ""),
        "Wasm module has an invalid custom section. Invalid custom section: name x already exists");
    WasmModuleBuilder many = new WasmModuleBuilder();
    IntStream.range(0, 17).forEach(i -> many.customSection("icp:public " + i, ""));
    assertRefused(
        many,
        "Wasm module defined 17 custom sections which exceeds the maximum number allowed 16.");
    assertRefused(
        new WasmModuleBuilder().customSection("icp:private x", "y".repeat(1 << 20)),
        "Wasm module has an invalid custom section. Invalid custom sections: total size of the"
            + " custom sections exceeds the maximum allowed: size 1048577 bytes, allowed 1048576"
            + " bytes");
  }

  @Test
  void dataMustFitIntoTheInitialMemory() {
    assertRefused(
        new WasmModuleBuilder()
            .memory(false, 1)
            .data(code -> code.i32(65_530), Bytes.ofUtf8("seven b")),
        "Wasm module has invalid data segment of 7 bytes at 65530");
  }

  @Test
  void anInvalidModuleSaysWhy() {
    assertThatThrownBy(
            () -> ValidatedModule.ofCanister(TestModules.withFunction(code -> code.i32(1))))
        .hasMessageStartingWith("Failed to validate wasm module: function 0: end: type mismatch");
  }

  @Test
  void theSystemApiHasItsFunctionsInBothWidths() {
    SystemApiSignatures narrow = SystemApiSignatures.of(false);
    SystemApiSignatures wide = SystemApiSignatures.of(true);

    assertThat(narrow.all()).hasSize(78);
    assertThat(wide.all()).hasSize(68);
    assertThat(narrow.find("call_new")).hasToString("[i32 i32 i32 i32 i32 i32 i32 i32] -> []");
    assertThat(wide.find("cost_sign_with_ecdsa")).hasToString("[i64 i64 i32 i64] -> [i32]");
    assertThat(
            narrow.all().keySet().stream()
                .filter(name -> wide.find(name) == null)
                .collect(Collectors.joining(" ")))
        .isEqualTo(
            "call_cycles_add canister_cycle_balance mint_cycles msg_cycles_accept"
                + " msg_cycles_available msg_cycles_refunded stable_grow stable_read stable_size"
                + " stable_write");
  }

  private static WasmModuleBuilder importing(
      String module, String name, List<ValueType> parameters) {
    WasmModuleBuilder builder = new WasmModuleBuilder();
    builder.importFunction(module, name, parameters, NONE);
    return builder;
  }

  private static WasmModuleBuilder exporting(String... names) {
    WasmModuleBuilder builder = new WasmModuleBuilder();
    int function = builder.function(NONE, NONE, NONE, code -> {});
    for (String name : names) {
      builder.exportFunction(name, function);
    }
    return builder;
  }

  private static void assertRefused(WasmModuleBuilder module, String message) {
    assertThatThrownBy(() -> ValidatedModule.ofCanister(module.build()))
        .isInstanceOf(WasmException.class)
        .hasMessage(message);
  }
}
