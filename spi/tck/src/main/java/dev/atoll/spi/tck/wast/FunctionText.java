package dev.atoll.spi.tck.wast;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.WasmWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one function: its type, its locals and its code.
final class FunctionText {

  private final ModuleScope scope;
  private final Cursor in;

  /// @param in after name, exports and import
  FunctionText(ModuleScope scope, Cursor in) {
    this.scope = scope;
    this.in = in;
  }

  void write(WasmWriter functionSection, WasmWriter codeSection) {
    TypeText.Use use = scope.types.use(in);
    functionSection.unsigned(scope.types.indexOf(use));
    IndexSpace locals = new IndexSpace("local");
    List<@Nullable String> names = use.parameterNames();
    for (int i = 0; i < use.signature().parameters().size(); i++) {
      locals.add(i < names.size() ? names.get(i) : null);
    }
    List<Bytes> types = new ArrayList<>();
    while (in.atGroup("local")) {
      Cursor local = in.group().rest();
      String name = local.identifier();
      while (local.hasNext()) {
        types.add(scope.types.valueType(local));
        locals.add(name);
      }
    }
    WasmWriter body = new WasmWriter();
    writeLocals(types, body);
    new CodeText(scope, locals, body).instructions(in);
    codeSection.sized(body.u8(Opcodes.END));
  }

  /// One run for equal types that follow each other.
  private static void writeLocals(List<Bytes> types, WasmWriter body) {
    WasmWriter runs = new WasmWriter();
    int count = 0;
    for (int i = 0, end; i < types.size(); i = end, count++) {
      end = i;
      while (end < types.size() && types.get(end).equals(types.get(i))) {
        end++;
      }
      TypeText.raw(runs.unsigned(end - i), types.get(i));
    }
    body.unsigned(count).raw(runs);
  }
}
