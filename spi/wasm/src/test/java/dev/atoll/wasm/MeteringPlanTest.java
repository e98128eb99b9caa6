package dev.atoll.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.builder.CodeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MeteringPlanTest {

  @Test
  void anEmptyFunctionCostsOne() {
    assertThat(plan(code -> {})).containsExactly("0 1 checked");
  }

  @Test
  void blocksAndCallsDoNotEndABlock() {
    // 1 function + block 0 + const 1 + drop 1 + call 5, then nothing after the end
    assertThat(plan(code -> code.open(Opcodes.BLOCK).i32(0).op(Opcodes.DROP).call(0).end()))
        .containsExactly("0 8 checked");
  }

  @Test
  void aLoopIsChargedAndTestedOnEachTurn() {
    assertThat(
            plan(
                code ->
                    code.i32(0) // 1 + 1
                        .op(Opcodes.DROP) // + 1
                        .open(Opcodes.LOOP)
                        .i32(1) // 1
                        .brIf(0) // + 2
                        .op(Opcodes.NOP) // 1
                        .end()
                        .op(Opcodes.NOP))) // 1
        .containsExactly("0 3 checked", "5 3 checked", "9 1", "11 1");
  }

  @Test
  void bothArmsOfAnIfAreChargedWhereTheyBegin() {
    assertThat(
            plan(
                code ->
                    code.i32(1)
                        .open(Opcodes.IF)
                        .op(Opcodes.NOP, Opcodes.NOP)
                        .orElse()
                        .op(Opcodes.NOP)
                        .end()))
        .containsExactly("0 4 checked", "4 2", "7 1");
  }

  @Test
  void codeAfterABranchIsABlockOfItsOwn() {
    assertThat(plan(code -> code.br(0).op(Opcodes.NOP))).containsExactly("0 3 checked", "2 1");
    assertThat(plan(code -> code.op(Opcodes.RETURN, Opcodes.NOP)))
        .containsExactly("0 2 checked", "1 1");
    assertThat(plan(code -> code.op(Opcodes.UNREACHABLE, Opcodes.NOP)))
        .containsExactly("0 2 checked", "1 1");
  }

  private static List<String> plan(Consumer<CodeBuilder> code) {
    WasmModule module = WasmModule.decode(TestModules.withFunction(code));
    FunctionBody body = module.body(0);
    MeteringPlan plan = MeteringPlan.of(module, body);
    List<String> places = new ArrayList<>();
    for (int i = 0; i < plan.size(); i++) {
      int offset = plan.offset(i) - body.start();
      places.add(offset + " " + plan.weight(i) + (plan.isChecked(i) ? " checked" : ""));
    }
    return places;
  }
}
