package dev.atoll.spi.tck.wast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Proposal;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScriptTest {

  private static List<Command> commands(String text) {
    return Script.of("test.wast", text.getBytes(StandardCharsets.UTF_8)).commands();
  }

  private static ScriptModule script(String text) {
    return ((Command.Instantiate) commands(text).getFirst()).module();
  }

  private static WasmModule module(String fields) {
    return ValidatedModule.ofPlain(script("(module %s)".formatted(fields)).encode()).module();
  }

  private static List<String> code(WasmModule module, int function) {
    List<String> code = new ArrayList<>();
    InstructionReader reader = module.instructions(module.body(function));
    while (reader.next()) {
      code.add(reader.instruction().name());
    }
    return code;
  }

  @Test
  void aFunctionIsWrittenWithItsTypeAndExport() {
    WasmModule module =
        module(
            """
            (func (export "add") (param $x i32) (param i32) (result i32)
              (i32.add (local.get $x) (local.get 1)))
            """);

    assertThat(module.functionType(0))
        .isEqualTo(new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32)));
    assertThat(module.exports()).containsExactly(new Export("add", Export.Kind.FUNCTION, 0));
    assertThat(code(module, 0)).containsExactly("local.get", "local.get", "i32.add", "end");
  }

  @Test
  void flatAndFoldedFormsAreTheSame() {
    String folded =
        "(if $l (result i32) (i32.const 1) (then (br $l (i32.const 2))) (else (i32.const 3)))";
    String flat = "i32.const 1 if $l (result i32) i32.const 2 br $l else $l i32.const 3 end $l";

    assertThat(script("(module (func (result i32) %s))".formatted(flat)).encode())
        .isEqualTo(script("(module (func (result i32) %s))".formatted(folded)).encode());
  }

  @Test
  void namesMayComeBeforeWhatTheyName() {
    WasmModule module =
        module(
            """
            (start $main) (elem (table $t) (i32.const 1) func $main)
            (func $main (call $other)) (func $other) (table $t 2 funcref)
            """);

    assertThat(module.start()).hasValue(0);
    assertThat(module.elements()).hasSize(1);
  }

  @Test
  void floatsAreReadExactly() {
    assertThat(Numerals.f32("0x1.fffffep127")).isEqualTo(0x7f7f_ffff);
    assertThat(Numerals.f32("-nan:0x200000")).isEqualTo(0xffa0_0000);
    assertThat(Numerals.f32("1.4013e-45")).isEqualTo(1);
    assertThat(Numerals.f64("-0")).isEqualTo(Long.MIN_VALUE);
    assertThat(Numerals.f64("0x0.8")).isEqualTo(Double.doubleToRawLongBits(0.5));
    assertThat(Numerals.f64("+inf")).isEqualTo(0x7ff0_0000_0000_0000L);
    assertThat(Numerals.integer("0xffff_ffff_ffff_ffff")).isEqualTo(-1);
  }

  @Test
  void resultsAreComparedByLane() {
    Command.AssertReturn command =
        (Command.AssertReturn)
            commands(
                    """
                    (assert_return (invoke "f" (i64.const -1))
                      (v128.const f32x4 1 nan:canonical nan:arithmetic -0))
                    """)
                .getFirst();
    Expected.Numeric expected = (Expected.Numeric) command.expected().getFirst();

    assertThat(expected.accepts(0x7fc0_0000_3f80_0000L, 0x8000_0000_7fc0_0000L)).isTrue();
    assertThat(expected.accepts(0xffc0_0000_3f80_0000L, 0x8000_0000_7fc0_0000L)).isFalse();
    assertThat(expected.accepts(0x7fc0_0000_3f80_0000L, 0x0000_0000_7fc0_0000L)).isFalse();
    assertThat(command.action().arguments())
        .containsExactly(new Argument.Numeric(ValueType.I64, -1, 0));
  }

  @Test
  void commentsAnnotationsAndStringsAreTold() {
    assertThat(
            commands(
                """
                ;; one (module)
                (; two (; nested ;) (module) ;)
                (@anything ( ;] "(" ) )
                (module binary "\\00asm" "\\01\\00\\00\\00")
                """))
        .singleElement()
        .isInstanceOfSatisfying(
            Command.Instantiate.class,
            c -> {
              assertThat(c.line()).isEqualTo(4);
              assertThat(c.module().encode()).isEqualTo(Bytes.ofHex("0061736d01000000"));
            });
  }

  @Test
  void whatIsNotAcceptedIsWrittenAllTheSame() {
    Bytes wasm = script("(module (memory 1) (memory 1))").encode();

    assertThatThrownBy(() -> ValidatedModule.ofPlain(wasm))
        .isInstanceOfSatisfying(
            WasmException.class,
            e -> assertThat(e.proposal()).contains(Proposal.MULTIPLE_MEMORIES));
  }

  @Test
  void trimmingLeavesOutWhatIsNotAcceptedAndWhatNamesIt() {
    ScriptModule trimmed =
        script(
            """
            (module
              (type $t (func))
              (global $g i32 (i32.add (i32.const 1) (i32.const 2)))
              (func (export "typed") (param (ref null $t)))
              (func (export "get") (result i32) (global.get $g))
              (func (export "kept")))
            """);

    assertThat(ValidatedModule.ofPlain(trimmed.encodeAccepted()).module().exports())
        .containsExactly(new Export("kept", Export.Kind.FUNCTION, 0));
  }

  @Test
  void importsFromSpectestBecomeDefinitions() {
    ScriptModule module =
        script(
            """
            (module
              (import "spectest" "global_i32" (global $g i32))
              (memory (import "spectest" "memory") 1)
              (func $print (import "spectest" "print"))
              (data (global.get $g) "x")
              (func (export "get") (result i32) (global.get $g)))
            """);

    WasmModule defined = ValidatedModule.ofPlain(module.encodeAccepted()).module();

    assertThat(defined.imports()).hasSize(1);
    assertThat(defined.globals()).hasSize(1);
    assertThat(defined.memory()).isNotNull();
  }

  @Test
  void aFaultNamesItsLine() {
    assertThatThrownBy(() -> commands("(module\n (func"))
        .isInstanceOf(WastException.class)
        .hasMessageContaining("not closed");
    assertThatThrownBy(() -> script("(module\n (func (call $f)))").encode())
        .isInstanceOf(WastException.class)
        .hasMessage("line 2: unknown function $f");
  }
}
