package dev.atoll.itests;

import static dev.atoll.wasm.ValueType.I32;
import static dev.atoll.wasm.ValueType.I64;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// Functions that try to hurt whoever reads, checks or compiles them.
///
/// Most are valid and stay below the limits for canisters: those are the ones that hurt.
final class HostileCode {

  static final String RUN = "canister_update run";

  /// A function may have a complexity of 1,000,000, a block has 50.
  static final int BLOCKS = 19_000;

  private HostileCode() {}

  static Bytes module(Consumer<CodeBuilder> code, ValueType... locals) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    return module
        .exportFunction(RUN, module.function(List.of(), List.of(), List.of(locals), code))
        .build();
  }

  static Bytes nested(int opcode) {
    return module(
        code -> {
          for (int i = 0; i < BLOCKS; i++) {
            code.open(opcode);
          }
          for (int i = 0; i < BLOCKS; i++) {
            code.end();
          }
        });
  }

  static Bytes nestedIfs() {
    return module(
        code -> {
          for (int i = 0; i < BLOCKS / 2; i++) {
            code.get(0).open(Opcodes.IF);
          }
          for (int i = 0; i < BLOCKS / 2; i++) {
            code.orElse().i32(i).set(0).end();
          }
        },
        I32);
  }

  static Bytes unclosed() {
    return module(
        code -> {
          for (int i = 0; i < 2_000_000; i++) {
            code.open(Opcodes.BLOCK);
          }
        });
  }

  static Bytes branches(int targets, int blocks) {
    return module(
        code -> {
          for (int i = 0; i < blocks; i++) {
            code.open(Opcodes.BLOCK);
          }
          int[] labels = new int[targets];
          Arrays.setAll(labels, i -> i % blocks);
          code.get(0).brTable(labels);
          for (int i = 0; i < blocks; i++) {
            code.end();
          }
        },
        I32);
  }

  static Bytes branchesWithValues() {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int type = module.type(List.of(), Collections.nCopies(1_000, I64));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(I32),
            code -> {
              int[] labels = new int[500_000];
              code.openTyped(Opcodes.BLOCK, type).openTyped(Opcodes.BLOCK, type);
              for (int i = 0; i < 1_000; i++) {
                code.i64(i);
              }
              Arrays.setAll(labels, i -> i % 2);
              code.get(0).brTable(labels).end().end();
              for (int i = 0; i < 1_000; i++) {
                code.op(Opcodes.DROP);
              }
            });
    return module.exportFunction(RUN, run).build();
  }

  static Bytes locals(int count) {
    WasmWriter body = new WasmWriter().unsigned(1).unsigned(count).u8(I64.code());
    CodeBuilder code = new CodeBuilder();
    for (int i = 0; i < count; i += 50) {
      code.get(i).i64(1).op(Opcodes.I64_ADD).set(count - 1 - i);
    }
    return oneFunction(body.raw(code.written()).u8(Opcodes.END));
  }

  static Bytes oneFunction(WasmWriter body) {
    return new WasmWriter()
        .u8s(0, 'a', 's', 'm', 1, 0, 0, 0)
        .section(1, new WasmWriter().u8s(1, 0x60, 0, 0))
        .section(3, new WasmWriter().u8s(1, 0))
        .section(7, new WasmWriter().u8(1).name(RUN).u8s(0, 0))
        .section(10, new WasmWriter().u8(1).sized(body))
        .toBytes();
  }

  static Bytes giantFunction() {
    return module(
        code -> {
          for (int i = 0; i < 240_000; i++) {
            code.get(0).i32(i).op(Opcodes.I32_ADD).set(0);
          }
        },
        I32);
  }

  static Bytes giantExpression() {
    return module(
        code -> {
          for (int i = 0; i < 300_000; i++) {
            code.i32(i);
          }
          for (int i = 0; i < 300_000; i++) {
            code.op(Opcodes.DROP);
          }
        });
  }

  /// Blocks inside of each other, each with some code before and after the inner one.
  static Bytes nestedWithCode(int blocks) {
    return module(
        code -> {
          for (int i = 0; i < blocks; i++) {
            code.open(Opcodes.BLOCK).get(0).i32(i).op(Opcodes.I32_ADD).set(0);
          }
          for (int i = 0; i < blocks; i++) {
            code.get(0).i32(i).op(Opcodes.I32_ADD).set(0).end();
          }
        },
        I32);
  }

  /// One instruction after the other, with an operand below all of them.
  static Bytes expressionThatNeverEnds() {
    return module(
        code -> {
          code.i32(0);
          for (int i = 0; i < 250_000; i++) {
            code.i32(i).op(Opcodes.I32_ADD);
          }
          code.set(0);
        },
        I32);
  }

  /// Calls of a function that takes and gives 1,000 values.
  static Bytes wideCalls(int calls) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    List<ValueType> types = Collections.nCopies(1_000, I64);
    int wide =
        module.function(
            types,
            types,
            List.of(),
            code -> {
              for (int i = 0; i < 1_000; i++) {
                code.get(i);
              }
            });
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < 1_000; i++) {
                code.i64(i);
              }
              for (int i = 0; i < calls; i++) {
                code.call(wide);
              }
              for (int i = 0; i < 1_000; i++) {
                code.op(Opcodes.DROP);
              }
            });
    return module.exportFunction(RUN, run).build();
  }

  /// Calls of a function that takes and gives nothing.
  static Bytes manyCalls(int calls) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int callee = module.function(List.of(), List.of(), List.of(), code -> {});
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> {
              for (int i = 0; i < calls; i++) {
                code.call(callee);
              }
            });
    return module.exportFunction(RUN, run).build();
  }

  /// A row of functions, each of which ends in a tail call of the next, the last of the first.
  static Bytes tailCalls(int functions) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    for (int i = 0; i < functions; i++) {
      int next = (i + 1) % functions;
      module.function(
          List.of(I64, I64),
          List.of(),
          List.of(),
          code -> code.get(0).i64(1).op(Opcodes.I64_ADD).get(1).with(Opcodes.RETURN_CALL, next));
    }
    int run = module.function(List.of(), List.of(), List.of(), code -> code.i64(0).i64(0).call(0));
    return module.exportFunction(RUN, run).build();
  }

  /// Functions as large as they may be, each nothing but returns of 1,000 results not there.
  static Bytes returns(int functions, int returns) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    for (int i = 0; i < functions; i++) {
      module.function(
          List.of(),
          Collections.nCopies(1_000, I64),
          List.of(),
          code -> {
            code.op(Opcodes.UNREACHABLE);
            for (int at = 0; at < returns; at++) {
              code.op(Opcodes.RETURN);
            }
          });
    }
    int run = module.function(List.of(), List.of(), List.of(), code -> {});
    return module.exportFunction(RUN, run).build();
  }

  /// A function with as many locals as there may be that calls itself without end.
  static Bytes recursionWithLocals(int count) {
    WasmModuleBuilder module = new WasmModuleBuilder().memory(false, 1);
    int self = module.nextFunction();
    module.function(
        List.of(),
        List.of(),
        Collections.nCopies(count, I64),
        code -> code.get(count - 1).i64(1).op(Opcodes.I64_ADD).set(count - 1).call(self));
    return module.exportFunction(RUN, self).build();
  }
}
