package dev.atoll.wasm.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackDepthTest {

  private static final InstrumentationOptions DEPTH =
      InstrumentationOptions.none().withStackDepth(true);

  private static final List<ValueType> I32 = List.of(ValueType.I32);
  private static final List<ValueType> NONE = List.of();

  /// `f(n) = n == 0 ? 0 : f(n - 1) + 1`, with `locals` more locals.
  private static WasmModuleBuilder recursive(int locals) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int self = module.nextFunction();
    module.function(
        I32,
        I32,
        Collections.nCopies(locals, ValueType.I64),
        code ->
            code.get(0)
                .open(Opcodes.IF, ValueType.I32)
                .get(0)
                .i32(1)
                .op(Opcodes.I32_SUB)
                .call(self)
                .i32(1)
                .op(Opcodes.I32_ADD)
                .orElse()
                .i32(0)
                .end());
    return module.exportFunction("run", self);
  }

  private static void setBudget(TestInstance instance, int budget) {
    instance.instance.global(instance.module.depthGlobal()).setValue(budget);
  }

  @Test
  void theBudgetIsUsedUpToTheLastActivation() {
    TestInstance instance = new TestInstance(recursive(3), DEPTH);

    // each activation has 1 parameter, 3 locals and at most 2 operands
    int weight = StackDepth.FRAME + 1 + 3 + 2;
    setBudget(instance, weight * 11);
    assertThat(instance.call("run", 10)).isEqualTo(10);

    setBudget(instance, weight * 11 - 1);
    assertThatThrownBy(() -> instance.call("run", 10)).hasStackTraceContaining("stack overflow");
  }

  @Test
  void callersGetTheirShareBack() {
    WasmModuleBuilder module = recursive(0);
    int twice =
        module.function(
            I32, I32, NONE, code -> code.get(0).call(0).get(0).call(0).op(Opcodes.I32_ADD));
    TestInstance instance = new TestInstance(module.exportFunction("twice", twice), DEPTH);
    // twice and the recursion have 1 parameter and 2 operands each
    setBudget(instance, (StackDepth.FRAME + 3) * 12);

    assertThat(instance.call("twice", 10)).isEqualTo(20);
  }

  @Test
  void branchesAndReturnsOutOfACalleeGiveBackToo() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int leaf = module.function(NONE, NONE, NONE, code -> code.op(Opcodes.RETURN));
    int caller = module.function(NONE, NONE, NONE, code -> code.call(leaf).br(0));
    int top = module.function(NONE, NONE, NONE, code -> code.call(caller).call(caller).call(leaf));
    TestInstance instance = new TestInstance(module.exportFunction("run", top), DEPTH);
    setBudget(instance, 3 * StackDepth.FRAME);

    instance.call("run");

    setBudget(instance, 3 * StackDepth.FRAME - 1);
    assertThatThrownBy(() -> instance.call("run")).hasStackTraceContaining("stack overflow");
  }

  @Test
  void tailCallsDoNotNest() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int self = module.nextFunction();
    module.function(
        I32,
        I32,
        NONE,
        code ->
            code.get(0)
                .open(Opcodes.IF)
                .get(0)
                .i32(1)
                .op(Opcodes.I32_SUB)
                .with(Opcodes.RETURN_CALL, self)
                .end()
                .i32(42));
    TestInstance instance = new TestInstance(module.exportFunction("run", self), DEPTH);
    setBudget(instance, StackDepth.FRAME + 3);

    assertThat(instance.call("run", 1000)).isEqualTo(42);
  }

  @Test
  void aTailCallGivesBackBeforeTheCalleeTakes() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int leaf = module.function(NONE, NONE, NONE, code -> {});
    int caller =
        module.function(NONE, NONE, NONE, code -> code.call(leaf).with(Opcodes.RETURN_CALL, leaf));
    InstrumentedModule result =
        Instrumenter.instrument(ValidatedModule.ofPlain(module.build()), DEPTH);

    WasmModule decoded = WasmModule.decode(result.bytes());
    FunctionBody body = decoded.body(result.functionIndex(caller));
    String code = HexFormat.of().formatHex(decoded.bytes().unsafeArray(), body.start(), body.end());

    // call 1; global.set 0 (local.get 0); global.set 0 (local.get 0 + 6); return_call 1; end
    assertThat(code).endsWith("1001" + "20002400" + "200041066a2400" + "1201" + "0b");
  }

  @Test
  void theDepthIsTheSameWithAndWithoutOtherInstrumentation() {
    TestInstance plain = new TestInstance(recursive(0), DEPTH);
    TestInstance all = new TestInstance(recursive(0), InstrumentationOptions.all(100));

    for (TestInstance instance : List.of(plain, all)) {
      int weight = StackDepth.FRAME + 3;
      setBudget(instance, weight * 101);
      assertThat(instance.call("run", 100)).isEqualTo(100);
      setBudget(instance, weight * 101 - 1);
      assertThatThrownBy(() -> instance.call("run", 100)).hasStackTraceContaining("stack overflow");
    }
  }

  @Test
  void theGreatestHeightOfTheOperandStackCounts() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int leaf = module.function(NONE, NONE, NONE, code -> {});
    int run =
        module.function(
            NONE,
            NONE,
            NONE,
            code -> {
              code.open(Opcodes.BLOCK).i32(1).i32(2).i32(3).br(0).end();
              code.i32(1).i64(2).op(Opcodes.DROP, Opcodes.DROP).call(leaf);
            });
    TestInstance instance = new TestInstance(module.exportFunction("run", run), DEPTH);
    setBudget(instance, 2 * StackDepth.FRAME + 3);

    instance.call("run");

    setBudget(instance, 2 * StackDepth.FRAME + 2);
    assertThatThrownBy(() -> instance.call("run")).hasStackTraceContaining("stack overflow");
  }

  @Test
  void aFreshInstanceHasTheWholeBudget() {
    TestInstance instance = new TestInstance(recursive(0), DEPTH);

    assertThat(instance.instance.global(instance.module.depthGlobal()).getValue())
        .isEqualTo(StackDepth.BUDGET);
  }
}
