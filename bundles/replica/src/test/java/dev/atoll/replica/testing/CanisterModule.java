package dev.atoll.replica.testing;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.SystemApiSignatures;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Writes canisters for tests: every function of the System API is imported, one global counter and
/// one page of memory are there, texts are placed by themselves.
public final class CanisterModule {

  private static final int TEXTS_AT = 32_768;

  private final WasmModuleBuilder module = new WasmModuleBuilder();

  private final Map<String, Integer> imports = new TreeMap<>();

  private final List<Integer> callbacks = new ArrayList<>();

  private final boolean memory64;

  private int nextText = TEXTS_AT;

  public CanisterModule() {
    this(false);
  }

  /// @param memory64 whether addresses are 64 bits wide
  public CanisterModule(boolean memory64) {
    this.memory64 = memory64;
    SystemApiSignatures.of(memory64)
        .all()
        .forEach(
            (name, type) ->
                imports.put(
                    name, module.importFunction("ic0", name, type.parameters(), type.results())));
    module.memory(memory64, 1, 200);
    module.table(ValueType.FUNCREF, false, 32);
    module.global(ValueType.I64, true, code -> code.i64(0));
  }

  /// Exports a function under its full name, such as `canister_update set`.
  public CanisterModule export(String name, Consumer<Code> body) {
    int function =
        module.function(
            List.of(),
            List.of(),
            List.of(ValueType.I64, ValueType.I32),
            builder -> body.accept(new Code(builder)));
    module.exportFunction(name, function);
    return this;
  }

  /// Puts a function with an environment in local 0 into the table.
  ///
  /// @return its place in the table
  public int callback(Consumer<Code> body) {
    callbacks.add(
        module.function(
            List.of(memory64 ? ValueType.I64 : ValueType.I32),
            List.of(),
            List.of(),
            builder -> body.accept(new Code(builder))));
    return callbacks.size() - 1;
  }

  public CanisterModule start(Consumer<Code> body) {
    module.start(
        module.function(
            List.of(), List.of(), List.of(), builder -> body.accept(new Code(builder))));
    return this;
  }

  public CanisterModule section(String name, String content) {
    module.customSection(name, content);
    return this;
  }

  public Bytes build() {
    if (!callbacks.isEmpty()) {
      module.elements(
          code -> code.i32(0), callbacks.stream().mapToInt(Integer::intValue).toArray());
    }
    return module.build();
  }

  private CodeBuilder address(CodeBuilder code, long value) {
    return memory64 ? code.i64(value) : code.i32((int) value);
  }

  private int place(Bytes bytes) {
    int at = nextText;
    nextText += bytes.size();
    module.data(code -> address(code, at), bytes);
    return at;
  }

  /// Code with words for what canisters do.
  public final class Code {

    private final CodeBuilder builder;

    private Code(CodeBuilder builder) {
      this.builder = builder;
    }

    /// The plain instructions.
    public CodeBuilder wasm() {
      return builder;
    }

    /// Calls a function of the System API with what is on the stack.
    public Code ic(String function) {
      Integer index = imports.get(function);
      if (index == null) {
        throw new IllegalArgumentException("no function ic0." + function);
      }
      builder.call(index);
      return this;
    }

    public Code i32(int value) {
      builder.i32(value);
      return this;
    }

    /// A constant as wide as an address.
    public Code pointer(long value) {
      address(builder, value);
      return this;
    }

    public Code i64(long value) {
      builder.i64(value);
      return this;
    }

    public Code op(int... opcodes) {
      builder.op(opcodes);
      return this;
    }

    /// Address and size of a text.
    public Code text(String text) {
      return bytes(Bytes.ofUtf8(text));
    }

    /// Address and size of bytes.
    public Code bytes(Bytes bytes) {
      return pointer(place(bytes)).pointer(bytes.size());
    }

    public Code append(int address, int size) {
      return pointer(address).pointer(size).ic("msg_reply_data_append");
    }

    public Code reply() {
      return ic("msg_reply");
    }

    public Code replyText(String text) {
      return text(text).ic("msg_reply_data_append").reply();
    }

    /// Replies the i64 on the stack, 8 bytes little endian; uses the memory at 8.
    public Code replyLong() {
      builder.set(0);
      pointer(8);
      builder.get(0).access(Opcodes.I64_STORE, 0);
      return append(8, 8).reply();
    }

    public Code trap(String text) {
      return text(text).ic("trap");
    }

    public Code reject(String text) {
      return text(text).ic("msg_reject");
    }

    /// Copies the argument to an address.
    public Code arg(int address) {
      return pointer(address).pointer(0).ic("msg_arg_data_size").ic("msg_arg_data_copy");
    }

    /// Replies with the argument.
    public Code echo() {
      arg(1024).pointer(1024).ic("msg_arg_data_size").ic("msg_reply_data_append");
      return reply();
    }

    /// Adds 1 to the i64 in memory at an address.
    public Code increment(int address) {
      pointer(address).pointer(address);
      builder.access(Opcodes.I64_LOAD, 0).i64(1).op(Opcodes.I64_ADD).access(Opcodes.I64_STORE, 0);
      return this;
    }

    public Code load(int address) {
      pointer(address);
      builder.access(Opcodes.I64_LOAD, 0);
      return this;
    }

    public Code store(int address, long value) {
      pointer(address);
      builder.i64(value).access(Opcodes.I64_STORE, 0);
      return this;
    }

    /// Begins a call; the callbacks get 7 as their environment.
    public Code callNew(Bytes callee, String method, int onReply, int onReject) {
      return bytes(callee)
          .text(method)
          .pointer(onReply)
          .pointer(7)
          .pointer(onReject)
          .pointer(7)
          .ic("call_new");
    }

    /// Performs a call and expects it to be sent.
    public Code perform() {
      ic("call_perform");
      builder.open(Opcodes.IF);
      trap("call_perform failed");
      builder.end();
      return this;
    }
  }
}
