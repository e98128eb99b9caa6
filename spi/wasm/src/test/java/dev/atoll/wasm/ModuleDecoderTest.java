package dev.atoll.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ModuleDecoderTest {

  private static final String PREAMBLE = "0061736d01000000";

  @Test
  void theStructureOfACanisterIsRead() {
    WasmModule module = WasmModule.decode(TestModules.canister().build());

    assertThat(module.imports())
        .containsExactly(new Import("ic0", "msg_reply", new ExternalType.Function(0)));
    assertThat(module.functionCount()).isEqualTo(2);
    assertThat(module.functionType(1)).isEqualTo(FunctionType.EMPTY);
    assertThat(module.isMemory64()).isFalse();
    assertThat(module.globals().get(0).initial()).isEqualTo(new ConstantExpression.I32Const(7));
    assertThat(module.elements().getFirst().items())
        .containsExactly(new ConstantExpression.RefFunc(1), new ConstantExpression.RefFunc(0));
    assertThat(module.contentOf(module.data().getFirst()).toUtf8()).isEqualTo("hello");
    assertThat(module.functionName(1)).isEqualTo("get");
    assertThat(module.functionName(0)).isEmpty();
    assertThat(module.exports())
        .containsExactly(new Export("canister_query get", Export.Kind.FUNCTION, 1));
  }

  @Test
  void theCodeOfAFunctionIsWalkedInstructionByInstruction() {
    Bytes bytes = TestModules.withFunction(code -> code.i64(-5).op(Opcodes.DROP));
    WasmModule module = WasmModule.decode(bytes);
    InstructionReader reader = module.instructions(module.body(0));

    assertThat(reader.next()).isTrue();
    assertThat(reader.opcode()).isEqualTo(Opcodes.I64_CONST);
    assertThat(reader.value()).isEqualTo(-5);
    assertThat(reader.next()).isTrue();
    assertThat(reader.next()).isTrue();
    assertThat(reader.opcode()).isEqualTo(Opcodes.END);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void aFaultNamesItsOffset() {
    assertRefused("0061736d02000000", "unknown binary version (at offset 0x4)");
    assertRefused("0061736e01000000", "magic header not detected (at offset 0x0)");
    assertRefused(PREAMBLE + "0e00", "malformed section id 14 (at offset 0x8)");
  }

  @Test
  void aFaultInCodeNamesItsFunction() {
    assertRefused(
        PREAMBLE + "010401600000" + "03020100" + "0a0a010801ffffffff0f7f0b",
        "function 0: too many locals: 4294967295, at most 50000 allowed (at offset 0x");
  }

  @Test
  void typesAndNamesAreLimited() {
    List<ValueType> most = Collections.nCopies(1000, ValueType.I32);
    List<ValueType> tooMany = Collections.nCopies(1001, ValueType.I32);

    assertThat(decode(typed(most, most)).types()).hasSize(1);
    assertThatThrownBy(() -> decode(typed(tooMany, List.of())))
        .hasMessageContaining("too many parameters: 1001, at most 1000 allowed");
    assertThatThrownBy(() -> decode(typed(List.of(), tooMany)))
        .hasMessageContaining("too many results: 1001, at most 1000 allowed");
    assertThatThrownBy(
            () -> decode(new WasmModuleBuilder().exportFunction("a".repeat(100_001), 0).build()))
        .hasMessageContaining("too many bytes in a name: 100001, at most 100000 allowed");
  }

  private static Bytes typed(List<ValueType> parameters, List<ValueType> results) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.type(parameters, results);
    return module.build();
  }

  private static WasmModule decode(Bytes wasm) {
    return WasmModule.decode(wasm);
  }

  @Test
  void numbersThatAreTooLongOrTooLargeAreRefused() {
    assertRefused(PREAMBLE + "01808080808000", "integer representation too long");
    assertRefused(PREAMBLE + "01ffffffff7f", "integer too large");
  }

  @Test
  void sectionsOutOfOrderAreRefused() {
    assertRefused(PREAMBLE + "030100" + "010100", "unexpected content after last section");
    assertRefused(PREAMBLE + "010100" + "010100", "unexpected content after last section");
  }

  @Test
  void aSectionMustFillItsSize() {
    assertRefused(PREAMBLE + "01020000", "section size mismatch");
    assertRefused(PREAMBLE + "0105", "unexpected end: 5 bytes announced, 0 left");
  }

  @Test
  void namesMustBeUtf8() {
    assertRefused(PREAMBLE + "00030280ff", "malformed UTF-8 encoding");
  }

  @Test
  void extendedConstantExpressionsAreRefused() {
    assertRefused(
        PREAMBLE + "0609017f0041014101" + "6a0b", "extended constant expressions are not accepted");
  }

  @Test
  void aMalformedNameSectionIsIgnored() {
    WasmModule module = WasmModule.decode(Bytes.ofHex(PREAMBLE + "0007046e616d6501ff"));

    assertThat(module.functionNames()).isEmpty();
    assertThat(module.customSections()).hasSize(1);
  }

  @Test
  void aCompressedUploadIsUnpacked() {
    Bytes wasm = TestModules.canister().build();

    WasmModule module = WasmModule.fromUpload(gzip(wasm), wasm.size());

    assertThat(module.bytes()).isEqualTo(wasm);
  }

  @Test
  void unpackingStopsAtTheLimit() {
    Bytes wasm = TestModules.canister().customSection("padding", "x".repeat(5_000_000)).build();

    assertThatThrownBy(() -> WasmModule.fromUpload(gzip(wasm), 1_000_000))
        .isInstanceOf(WasmException.class)
        .hasMessage(
            "Wasm module size of %d exceeds the maximum allowed size of 1000000."
                .formatted(wasm.size()));
  }

  @Test
  void damagedCompressionIsAFaultOfTheUpload() {
    byte[] zipped = gzip(TestModules.canister().build()).toByteArray();

    for (int length : List.of(3, 10, 17, zipped.length - 9)) {
      assertThatThrownBy(() -> WasmModule.fromUpload(Bytes.copyOf(zipped, 0, length), 1_000_000))
          .isInstanceOf(WasmException.class)
          .hasMessageStartingWith("Failed to decode wasm module: ");
    }
  }

  @Test
  void anUploadOfAnotherFormatIsNamedAsTheReferenceDoes() {
    assertThatThrownBy(() -> WasmModule.fromUpload(Bytes.ofUtf8("hello"), 1_000_000))
        .hasMessage("Failed to decode wasm module: unsupported canister module format.");
  }

  private static void assertRefused(String hex, String message) {
    assertThatThrownBy(() -> WasmModule.decode(Bytes.ofHex(hex)))
        .isInstanceOf(WasmException.class)
        .hasMessageContaining(message);
  }

  private static Bytes gzip(Bytes bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes.unsafeArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Bytes.wrap(out.toByteArray());
  }
}
