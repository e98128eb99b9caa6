package dev.atoll.execution.jvm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A region leaves only by branches that are reached: the code around it is reached no more than
/// where the function is one method.
final class RegionScanTest {

  /// The labels that code in two blocks branches to, outside of the inner one: 0 is the function.
  private static List<Integer> exits(Consumer<CodeBuilder> code) {
    WasmModuleBuilder builder = new WasmModuleBuilder();
    builder.function(
        List.of(),
        List.of(),
        List.of(),
        body -> {
          body.open(Opcodes.BLOCK).open(Opcodes.BLOCK);
          code.accept(body);
          body.end().end();
        });
    WasmModule module = WasmModule.decode(builder.build());
    InstructionReader all = module.instructions(module.bodies().getFirst());
    all.next();
    int start = all.end();
    int end = module.bodies().getFirst().end() - 2; // without the ends of block and function
    InstructionReader inner = new InstructionReader(module.bytes().unsafeArray(), start, end);
    return RegionScan.of(inner, 2, List.of()).exits().stream().boxed().toList();
  }

  @Test
  void branchesThatAreReachedCount() {
    assertThat(exits(code -> code.i32(1).brIf(1).br(2))).containsExactly(0, 1);
    assertThat(exits(code -> code.open(Opcodes.LOOP).br(0).end())).isEmpty();
  }

  @Test
  void branchesBehindOneThatIsAlwaysTakenDoNot() {
    assertThat(exits(code -> code.br(2).open(Opcodes.LOOP).br(2).end().br(1))).containsExactly(0);
    assertThat(exits(code -> code.op(Opcodes.UNREACHABLE).br(1))).isEmpty();
  }

  @Test
  void theEndOfABlockIsReachedIfSomethingBranchesThere() {
    assertThat(exits(code -> code.open(Opcodes.BLOCK).br(0).end().br(1))).containsExactly(1);
    assertThat(exits(code -> code.open(Opcodes.BLOCK).br(2).end().br(2))).containsExactly(1);
    assertThat(exits(code -> code.open(Opcodes.LOOP).br(0).end().br(1))).isEmpty();
  }

  @Test
  void theEndOfAnIfIsReachedOneWayOrTheOther() {
    assertThat(exits(code -> code.i32(1).open(Opcodes.IF).br(3).end().br(1))).containsExactly(0, 1);
    assertThat(exits(code -> code.i32(1).open(Opcodes.IF).br(3).orElse().end().br(1)))
        .containsExactly(0, 1);
    assertThat(exits(code -> code.i32(1).open(Opcodes.IF).br(3).orElse().br(3).end().br(1)))
        .containsExactly(0);
  }
}
