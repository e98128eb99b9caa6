package dev.atoll.spi.tck.execution;

import static dev.atoll.wasm.ValueType.F64;
import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.execution.TrapCode;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Recursion ends at the same depth in every engine, by the budget of [StackDepth].
interface DepthRules {

  EngineLab lab();

  /// Calls itself with `arguments` parameters and counts the calls in global 0.
  private static WasmModuleBuilder recursion(int arguments, boolean indirect) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(I32, true, code -> code.i32(0));
    List<ValueType> parameters = Collections.nCopies(arguments, I64);
    int type = module.type(parameters, List.of());
    int self = module.nextFunction();
    module.function(
        parameters,
        List.of(),
        List.of(),
        code -> {
          code.globalGet(0).i32(1).op(Opcodes.I32_ADD).globalSet(0);
          for (int i = 0; i < arguments; i++) {
            code.get(i);
          }
          if (indirect) {
            code.i32(0).callIndirect(type, 0);
          } else {
            code.call(self);
          }
        });
    if (indirect) {
      module.table(ValueType.FUNCREF, false, 1);
      module.elements(offset -> offset.i32(0), self);
    }
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < arguments; i++) {
                code.i64(i);
              }
              code.call(self);
            });
    return module.exportFunction("run", run);
  }

  @Test
  default void recursionTrapsAtItsDepthEachTime() {
    for (int arguments : new int[] {0, 3, 50}) {
      for (boolean indirect : new boolean[] {false, true}) {
        RunningModule module = lab().start(recursion(arguments, indirect));
        for (int round = 0; round < 3; round++) {
          module.instance().setGlobals(new long[] {0});

          assertThat(lab().onLargeStack(module::trap)).isEqualTo(TrapCode.STACK_OVERFLOW);

          int entry = StackDepth.FRAME + arguments;
          int operands = Math.max(2, arguments + (indirect ? 1 : 0));
          int call = StackDepth.FRAME + arguments + operands;
          assertThat(module.instance().globals()[0])
              .as("depth with %d arguments", arguments)
              .isEqualTo((StackDepth.BUDGET - entry) / call);
        }
      }
    }
  }

  /// Calls itself with `height` operands below, which it adds up afterwards.
  private static WasmModuleBuilder recursionAbove(int height, ValueType type, int add) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    module.global(I32, true, code -> code.i32(0));
    int self = module.nextFunction();
    module.function(
        List.of(),
        List.of(type),
        List.of(),
        code -> {
          code.globalGet(0).i32(1).op(Opcodes.I32_ADD).globalSet(0);
          for (int i = 0; i < height; i++) {
            // Not a constant, which a compiler would not keep.
            code.i32(i).access(type == I64 ? 0x29 : 0x2b, 0);
          }
          code.call(self);
          for (int i = 0; i < height; i++) {
            code.op(add);
          }
        });
    int run =
        module.function(List.of(), List.of(), List.of(), code -> code.call(self).op(Opcodes.DROP));
    return module.exportFunction("run", run);
  }

  @Test
  default void operandsThatWaitBelowCallsTakeStackToo() {
    for (int height : new int[] {1, 20, 1_000}) {
      for (boolean floats : new boolean[] {false, true}) {
        RunningModule module =
            lab().start(recursionAbove(height, floats ? F64 : I64, floats ? 0xa0 : 0x7c));
        for (int round = 0; round < 3; round++) {
          module.instance().setGlobals(new long[] {0});

          assertThat(lab().onLargeStack(module::trap)).isEqualTo(TrapCode.STACK_OVERFLOW);

          int call = StackDepth.FRAME + Math.max(2, height + 1);
          assertThat(module.instance().globals()[0])
              .as("depth above %d operands", height)
              .isEqualTo((StackDepth.BUDGET - StackDepth.FRAME - 1) / call);
        }
      }
    }
  }

  @Test
  default void theBudgetComesBackWhenCallsReturn() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int leaf = module.function(List.of(), List.of(), List.of(), code -> {});
    int middle = module.function(List.of(), List.of(), List.of(), code -> code.call(leaf));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(I32),
            code ->
                code.i32(StackDepth.BUDGET)
                    .set(0)
                    .open(Opcodes.LOOP)
                    .call(middle)
                    .get(0)
                    .i32(1)
                    .op(Opcodes.I32_SUB)
                    .tee(0)
                    .brIf(0)
                    .end());
    RunningModule running = lab().start(module.exportFunction("run", run));

    running.run();
    running.run();

    assertThat(running.counter().left()).isPositive();
  }

  @Test
  default void tailCallsTakeNoStack() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int self = module.nextFunction();
    module.function(
        List.of(I32),
        List.of(),
        List.of(),
        code ->
            code.get(0)
                .open(Opcodes.IF)
                .get(0)
                .i32(1)
                .op(Opcodes.I32_SUB)
                .with(Opcodes.RETURN_CALL, self)
                .end()
                .i32(0)
                .i32(1)
                .access(Opcodes.I32_STORE, 0));
    int run =
        module.function(List.of(), List.of(), List.of(), code -> code.i32(1_000_000).call(self));
    RunningModule running = lab().start(module.exportFunction("run", run));

    running.run();

    assertThat(running.i32(0)).isEqualTo(1);
  }

  @Test
  default void anExceptionOfTheHostDeepDownLeavesNothingBehind() {
    AtomicInteger calls = new AtomicInteger();
    lab()
        .host(
            "f",
            arguments -> {
              calls.incrementAndGet();
              throw new IllegalStateException("deep down");
            });
    WasmModuleBuilder module = new WasmModuleBuilder();
    int f = module.importFunction("host", "f", List.of(), List.of());
    module.memory(false, 1);
    int self = module.nextFunction();
    module.function(
        List.of(I32),
        List.of(),
        List.of(),
        code ->
            code.get(0)
                .open(Opcodes.IF)
                .get(0)
                .i32(1)
                .op(Opcodes.I32_SUB)
                .call(self)
                .orElse()
                .call(f)
                .end());
    int run = module.function(List.of(), List.of(), List.of(), code -> code.i32(1_000).call(self));
    RunningModule running = lab().start(module.exportFunction("run", run));
    int rounds = 3 * StackDepth.BUDGET / 2_000;

    lab()
        .onLargeStack(
            () -> {
              for (int i = 0; i < rounds; i++) {
                try {
                  running.run();
                } catch (IllegalStateException e) {
                  assertThat(e).hasMessage("deep down");
                }
              }
              return rounds;
            });

    assertThat(calls).hasValue(rounds);
  }
}
