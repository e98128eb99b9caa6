package dev.atoll.itests;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.SystemApiSignatures;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Canisters that need no compiler.
final class Canisters {

  /// Calls that [#marks] can tell apart.
  static final int MARKS_MAX = 16_384;

  /// Of six instructions each: two for the branch and one for each of the others.
  private static final int SPIN_ROUNDS = 833_333_333;

  private static final int I32_LOAD8_U = 0x2d;

  private static final int I32_STORE8 = 0x3a;

  private static final int I64_SHL = 0x86;

  private Canisters() {}

  /// A module that imports what it names and exports what it is told.
  private static final class Builder {

    private final WasmModuleBuilder module = new WasmModuleBuilder();

    private final Map<String, Integer> imports = new TreeMap<>();

    Builder(String... imported) {
      SystemApiSignatures api = SystemApiSignatures.of(false);
      for (String name : imported) {
        FunctionType type = api.find(name);
        if (type == null) {
          throw new IllegalArgumentException("the System API has no " + name);
        }
        imports.put(
            name,
            module.importFunction(
                SystemApiSignatures.MODULE, name, type.parameters(), type.results()));
      }
      module.memory(false, 1);
    }

    int imported(String name) {
      Integer index = imports.get(name);
      if (index == null) {
        throw new IllegalArgumentException(name + " is not imported");
      }
      return index;
    }

    Builder export(String name, Consumer<CodeBuilder> body) {
      int function =
          module.function(List.of(), List.of(), List.of(ValueType.I32, ValueType.I64), body);
      module.exportFunction(name, function);
      return this;
    }
  }

  /// `mark(index: 4 bytes)` counts the calls with this index, on the heap and in stable memory, and
  /// replies the count of the latter; `marks()` replies all counts, those of the heap first.
  static Bytes marks() {
    int heap = 64;
    int copy = 32_768;
    Builder b =
        new Builder(
            "msg_arg_data_copy",
            "msg_reply_data_append",
            "msg_reply",
            "stable64_grow",
            "stable64_read",
            "stable64_write");
    b.export(
        "canister_init", code -> code.i64(1).call(b.imported("stable64_grow")).op(Opcodes.DROP));
    b.export(
        "canister_update mark",
        code -> {
          code.i32(0).i32(0).i32(4).call(b.imported("msg_arg_data_copy"));
          code.i32(0).access(Opcodes.I32_LOAD, 0).set(0);
          code.get(0).get(0).access(I32_LOAD8_U, heap).i32(1).op(Opcodes.I32_ADD);
          code.access(I32_STORE8, heap);
          code.i64(8).get(0).op(Opcodes.I64_EXTEND_I32_U).i64(1);
          code.call(b.imported("stable64_read"));
          code.i32(8).i32(8).access(I32_LOAD8_U, 0).i32(1).op(Opcodes.I32_ADD);
          code.access(I32_STORE8, 0);
          code.get(0).op(Opcodes.I64_EXTEND_I32_U).i64(8).i64(1);
          code.call(b.imported("stable64_write"));
          code.i32(8).i32(1).call(b.imported("msg_reply_data_append"));
          code.call(b.imported("msg_reply"));
        });
    b.export(
        "canister_query marks",
        code -> {
          code.i32(heap).i32(MARKS_MAX).call(b.imported("msg_reply_data_append"));
          code.i64(copy).i64(0).i64(MARKS_MAX).call(b.imported("stable64_read"));
          code.i32(copy).i32(MARKS_MAX).call(b.imported("msg_reply_data_append"));
          code.call(b.imported("msg_reply"));
        });
    return b.module.build();
  }

  /// `inc` and the query `get` reply Candid `(nat64)`; `fail` counts and traps.
  static Bytes counter() {
    Builder b = new Builder("msg_reply_data_append", "msg_reply");
    int count = b.module.global(ValueType.I64, true, code -> code.i64(0));
    b.module.data(code -> code.i32(0), Bytes.wrap(new byte[] {'D', 'I', 'D', 'L', 0, 1, 0x78}));
    Consumer<CodeBuilder> reply =
        code -> {
          code.i32(7).globalGet(count).access(Opcodes.I64_STORE, 0);
          code.i32(0).i32(15).call(b.imported("msg_reply_data_append"));
          code.call(b.imported("msg_reply"));
        };
    Consumer<CodeBuilder> add =
        code -> code.globalGet(count).i64(1).op(Opcodes.I64_ADD).globalSet(count);
    b.export("canister_update inc", add.andThen(reply));
    b.export("canister_query get", reply);
    b.export("canister_update fail", add.andThen(code -> code.op(Opcodes.UNREACHABLE)));
    return b.module.build();
  }

  /// `fill` grows heap and stable memory by 8 MiB each, of numbers that do not compress.
  static Bytes ballast() {
    int pages = 128;
    int bytes = pages << 16;
    int i64Mul = 0x7e;
    int i32Mul = 0x6c;
    Builder b = new Builder("msg_reply", "stable64_grow", "stable64_write");
    int base = b.module.global(ValueType.I32, true, code -> code.i32(0));
    b.export(
        "canister_update fill",
        code -> {
          code.i32(pages).with(Opcodes.MEMORY_GROW, 0).i32(1 << 16).op(i32Mul).globalSet(base);
          code.globalGet(base).op(Opcodes.I64_EXTEND_I32_U).i64(1).op(Opcodes.I64_ADD).set(1);
          code.i32(bytes).set(0);
          code.open(Opcodes.LOOP);
          code.get(0).i32(8).op(Opcodes.I32_SUB).set(0);
          code.get(1).i64(0x5851f42d4c957f2dL).op(i64Mul).i64(0x14057b7ef767814fL);
          code.op(Opcodes.I64_ADD).set(1);
          code.globalGet(base).get(0).op(Opcodes.I32_ADD).get(1).access(Opcodes.I64_STORE, 0);
          code.get(0).brIf(0).end();
          code.i64(pages).call(b.imported("stable64_grow")).i64(16).op(I64_SHL);
          code.globalGet(base).op(Opcodes.I64_EXTEND_I32_U).i64(bytes);
          code.call(b.imported("stable64_write"));
          code.call(b.imported("msg_reply"));
        });
    return b.module.build();
  }

  /// `spin` uses 5,000,000,000 instructions and replies how often it has come to its end, in 8
  /// bytes, as the query `count` does.
  static Bytes spinner() {
    Builder b = new Builder("msg_reply_data_append", "msg_reply");
    Consumer<CodeBuilder> reply =
        code -> {
          code.i32(0).i32(8).call(b.imported("msg_reply_data_append"));
          code.call(b.imported("msg_reply"));
        };
    b.export(
        "canister_update spin",
        code -> {
          code.i32(0).i32(0).access(Opcodes.I64_LOAD, 0).i64(1).op(Opcodes.I64_ADD);
          code.access(Opcodes.I64_STORE, 0);
          code.i32(SPIN_ROUNDS).set(0);
          code.open(Opcodes.LOOP);
          code.get(0).i32(1).op(Opcodes.I32_SUB).tee(0).brIf(0).end();
          reply.accept(code);
        });
    b.export("canister_query count", reply);
    return b.module.build();
  }

  /// What engines could disagree on: each method replies 8 bytes of result and 8 bytes of
  /// `performance_counter`, or traps.
  static Bytes workout() {
    Builder b =
        new Builder("msg_reply_data_append", "msg_reply", "performance_counter", "stable64_grow");
    Consumer<CodeBuilder> reply =
        code -> {
          // the result is in local 1
          code.i32(0).get(1).access(Opcodes.I64_STORE, 0);
          code.i32(8).i32(0).call(b.imported("performance_counter"));
          code.access(Opcodes.I64_STORE, 0);
          code.i32(0).i32(16).call(b.imported("msg_reply_data_append"));
          code.call(b.imported("msg_reply"));
        };
    int i64Mul = 0x7e;
    int i64Xor = 0x85;
    int i64RotL = 0x89;
    int f64Div = 0xa3;
    int f64Sqrt = 0x9f;
    int i64ReinterpretF64 = 0xbd;
    int i32DivS = 0x6d;
    int i64Store32 = 0x3e;
    int deep = b.module.nextFunction();
    b.module.function(
        List.of(ValueType.I32),
        List.of(ValueType.I32),
        List.of(),
        code -> code.get(0).i32(1).op(Opcodes.I32_ADD).call(deep).i32(1).op(Opcodes.I32_ADD));
    int fibonacci = b.module.nextFunction();
    b.module.function(
        List.of(ValueType.I32),
        List.of(ValueType.I64),
        List.of(),
        code -> {
          code.get(0).i32(2).op(Opcodes.I32_LT_S).open(Opcodes.IF, ValueType.I64);
          code.get(0).op(Opcodes.I64_EXTEND_I32_S);
          code.orElse();
          code.get(0).i32(1).op(Opcodes.I32_SUB).call(fibonacci);
          code.get(0).i32(2).op(Opcodes.I32_SUB).call(fibonacci);
          code.op(Opcodes.I64_ADD).end();
        });
    b.export("canister_update fibonacci", body(code -> code.i32(15).call(fibonacci).set(1), reply));
    b.export(
        "canister_update mix",
        body(
            code -> {
              code.i64(0x9e3779b97f4a7c15L).set(1).i32(2_000).set(0);
              code.open(Opcodes.LOOP);
              code.get(1).i64(0x2545f4914f6cdd1dL).op(i64Mul).get(1).i64(7).op(i64RotL);
              code.op(i64Xor).set(1);
              code.get(0).i32(1).op(Opcodes.I32_SUB).tee(0).brIf(0).end();
            },
            reply));
    b.export(
        "canister_update nan",
        body(
            code -> {
              // 0/0, the root of -1, and a NaN with a payload that passes through an addition
              code.f64Bits(0).f64Bits(0).op(f64Div).op(i64ReinterpretF64).set(1);
              code.f64Bits(0xbff0000000000000L).op(f64Sqrt).op(i64ReinterpretF64);
              code.get(1).op(i64Xor).i64(3).op(i64RotL).set(1);
              code.f64Bits(0x7ff8000000000123L).f64Bits(0).op(Opcodes.F64_ADD);
              code.op(i64ReinterpretF64).get(1).op(i64Xor).set(1);
            },
            reply));
    b.export(
        "canister_update grow",
        body(
            code -> {
              code.i32(3).with(Opcodes.MEMORY_GROW, 0).op(Opcodes.I64_EXTEND_I32_S).set(1);
              code.i64(2).call(b.imported("stable64_grow")).get(1).op(Opcodes.I64_ADD).set(1);
              code.i32(100_000).get(1).access(i64Store32, 0);
            },
            reply));
    b.export("canister_update unreachable", code -> code.op(Opcodes.UNREACHABLE));
    b.export("canister_update divide", code -> code.i32(1).i32(0).op(i32DivS).op(Opcodes.DROP));
    b.export(
        "canister_update outside",
        code -> code.i32(-8).access(Opcodes.I64_LOAD, 0).op(Opcodes.DROP));
    b.export("canister_update recurse", code -> code.i32(0).call(deep).op(Opcodes.DROP));
    b.export("canister_update silent", code -> {});
    return b.module.build();
  }

  /// `add` adds 1, 2, 3 and 4 to the lanes of a global vector and replies its bytes.
  static Bytes vectors() {
    Builder b = new Builder("msg_reply_data_append", "msg_reply");
    int sum = b.module.global(ValueType.V128, true, code -> code.v128(0, 0));
    int i32x4Add = 0xfdae;
    int v128Store = 0xfd0b;
    b.export(
        "canister_update add",
        code -> {
          code.globalGet(sum).v128(0x2_0000_0001L, 0x4_0000_0003L).op(i32x4Add).globalSet(sum);
          code.i32(0).globalGet(sum).access(v128Store, 0);
          code.i32(0).i32(16).call(b.imported("msg_reply_data_append"));
          code.call(b.imported("msg_reply"));
        });
    return b.module.build();
  }

  private static Consumer<CodeBuilder> body(
      Consumer<CodeBuilder> work, Consumer<CodeBuilder> reply) {
    return work.andThen(reply);
  }
}
