package dev.atoll.execution.jvm.compiler;

import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Functions of a parameter, local 0, and the locals 1 to 4. The region is what lies between two
/// instructions `nop`.
final class LivenessTest {

  private static FunctionPlan plan(Consumer<CodeBuilder> body) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.function(List.of(I32), List.of(), Collections.nCopies(4, I32), body);
    ValidatedModule validated = ValidatedModule.ofPlain(module.build());
    ModuleLayout layout =
        new ModuleLayout(validated, CompilerOptions.DEFAULT, new CodeScan(validated));
    return FunctionPlan.of(layout, layout.module().bodies().getFirst());
  }

  /// @param labels around the region
  private static Liveness.OfRegion live(int labels, Consumer<CodeBuilder> body) {
    FunctionPlan plan = plan(body);
    InstructionReader reader = plan.instructions(plan.whole);
    int start = -1;
    int end = -1;
    while (reader.next()) {
      if (reader.opcode() == Opcodes.NOP) {
        start = start < 0 ? reader.start() : start;
        end = reader.end();
      }
    }
    List<Target> outer = Collections.nCopies(labels, new Target(false, plan.signature.type()));
    RegionScan scan = RegionScan.of(plan.instructions(start, end), labels, List.of());
    Region region = new Region(0, start, end, outer, List.of(), scan);
    return Objects.requireNonNull(Liveness.of(plan, List.of(region)).get(region));
  }

  private static BitSet locals(int... locals) {
    BitSet set = new BitSet();
    for (int local : locals) {
      set.set(local);
    }
    return set;
  }

  private static void copy(CodeBuilder code, int from, int to) {
    code.get(from).set(to);
  }

  @Test
  void aLocalThatIsSetBeforeItIsReadIsDead() {
    Liveness.OfRegion live =
        live(
            1,
            code -> {
              code.op(Opcodes.NOP);
              copy(code, 0, 1);
              copy(code, 2, 3);
              code.op(Opcodes.NOP);
              copy(code, 1, 2);
              copy(code, 0, 3);
            });
    assertThat(live.start()).isEqualTo(locals(0, 2));
    assertThat(live.end()).isEqualTo(locals(0, 1));
  }

  @Test
  void whatOneOfTwoWaysReadsIsLive() {
    Liveness.OfRegion live =
        live(
            1,
            code -> {
              code.op(Opcodes.NOP).op(Opcodes.NOP);
              code.get(0).open(Opcodes.IF);
              copy(code, 1, 2);
              code.orElse();
              copy(code, 3, 4);
              code.end();
            });
    assertThat(live.end()).isEqualTo(locals(0, 1, 3));
    assertThat(live.start()).isEqualTo(live.end());
  }

  @Test
  void anIfWithoutElseMayChangeNothing() {
    Liveness.OfRegion live =
        live(
            1,
            code -> {
              code.op(Opcodes.NOP).op(Opcodes.NOP);
              code.get(0).open(Opcodes.IF);
              copy(code, 0, 1);
              code.end();
              copy(code, 1, 2);
            });
    assertThat(live.start()).isEqualTo(locals(0, 1));
  }

  /// What the next round of a loop reads before it sets it, even of a loop around it.
  @Test
  void whatTheNextRoundReadsIsLive() {
    Liveness.OfRegion live =
        live(
            3,
            code -> {
              code.open(Opcodes.LOOP);
              copy(code, 1, 2);
              code.open(Opcodes.LOOP);
              copy(code, 3, 4);
              code.op(Opcodes.NOP).op(Opcodes.NOP);
              code.get(0).brIf(0).get(0).brIf(1);
              code.end().end();
            });
    assertThat(live.end()).isEqualTo(locals(0, 1, 3));
  }

  @Test
  void whatIsReadWhereTheRegionBranchesToIsLiveAfterIt() {
    Liveness.OfRegion live =
        live(
            4,
            code -> {
              code.open(Opcodes.BLOCK).open(Opcodes.BLOCK).open(Opcodes.BLOCK);
              code.op(Opcodes.NOP).get(0).brTable(1, 2).op(Opcodes.NOP);
              code.end();
              copy(code, 4, 0); // never reached, as the table does not name it
              code.op(Opcodes.RETURN).end();
              copy(code, 1, 0);
              code.op(Opcodes.RETURN).end();
              copy(code, 2, 0);
            });
    assertThat(live.end().get(1)).isTrue();
    assertThat(live.end().get(2)).isTrue();
    assertThat(live.end().get(3)).isFalse();
    assertThat(live.start()).isEqualTo(locals(0, 1, 2));
  }

  @Test
  void nothingIsLiveWhereTheFunctionIsLeft() {
    Liveness.OfRegion live =
        live(
            1,
            code -> {
              code.op(Opcodes.NOP);
              copy(code, 0, 1);
              code.op(Opcodes.NOP).op(Opcodes.RETURN);
              copy(code, 1, 2);
            });
    assertThat(live.end()).isEqualTo(locals());
    assertThat(live.start()).isEqualTo(locals(0));
  }
}
