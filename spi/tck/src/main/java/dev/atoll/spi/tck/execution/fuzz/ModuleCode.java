package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A module taken apart into instructions, to be put together with other ones.
///
/// Immutable.
final class ModuleCode {

  private static final int PREAMBLE_BYTES = 8;
  private static final int CODE_SECTION = 10;

  private final byte[] before;
  private final byte[] after;
  private final List<Function> functions;

  /// @param locals their declaration
  /// @param instructions each as its bytes, without the last `end`
  record Function(Bytes locals, List<Bytes> instructions) {}

  private ModuleCode(byte[] before, byte[] after, List<Function> functions) {
    this.before = before;
    this.after = after;
    this.functions = List.copyOf(functions);
  }

  static ModuleCode of(Bytes wasm) {
    byte[] bytes = wasm.toByteArray();
    WasmModule module = WasmModule.decode(wasm);
    List<Function> functions = new ArrayList<>();
    for (FunctionBody body : module.bodies()) {
      functions.add(function(module, body, bytes));
    }
    int position = PREAMBLE_BYTES;
    while (position < bytes.length) {
      int start = position;
      int id = bytes[position++];
      int size = 0;
      for (int shift = 0; ; shift += 7) {
        int next = bytes[position++];
        size |= (next & 0x7f) << shift;
        if (next >= 0) {
          break;
        }
      }
      position += size;
      if (id == CODE_SECTION) {
        return new ModuleCode(
            Arrays.copyOf(bytes, start),
            Arrays.copyOfRange(bytes, position, bytes.length),
            functions);
      }
    }
    throw new IllegalArgumentException("module has no code section");
  }

  private static Function function(WasmModule module, FunctionBody body, byte[] bytes) {
    WasmWriter locals = new WasmWriter().unsigned(body.locals().size());
    body.locals().forEach(run -> locals.unsigned(run.count()).u8(run.type().code()));
    List<Bytes> instructions = new ArrayList<>();
    InstructionReader reader = module.instructions(body);
    while (reader.next()) {
      instructions.add(Bytes.copyOf(Arrays.copyOfRange(bytes, reader.start(), reader.end())));
    }
    instructions.removeLast();
    return new Function(locals.toBytes(), instructions);
  }

  List<Function> functions() {
    return functions;
  }

  /// The module with other instructions in one function.
  ModuleCode with(int function, List<Bytes> instructions) {
    List<Function> changed = new ArrayList<>(functions);
    changed.set(function, new Function(functions.get(function).locals(), instructions));
    return new ModuleCode(before, after, changed);
  }

  Bytes toBytes() {
    WasmWriter code = new WasmWriter().unsigned(functions.size());
    for (Function function : functions) {
      WasmWriter body = new WasmWriter();
      raw(body, function.locals());
      function.instructions().forEach(instruction -> raw(body, instruction));
      code.sized(body.u8(0x0b));
    }
    return new WasmWriter()
        .raw(before, 0, before.length)
        .section(CODE_SECTION, code)
        .raw(after, 0, after.length)
        .toBytes();
  }

  private static void raw(WasmWriter out, Bytes bytes) {
    byte[] array = bytes.toByteArray();
    out.raw(array, 0, array.length);
  }
}
