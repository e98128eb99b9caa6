package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmModule;
import java.util.concurrent.atomic.AtomicLongArray;

/// What is asked of functions before they are compiled: how large one method can become, see
/// [CodeSize], and whether there are tail calls in it. Each function is walked over once, when
/// something is asked of it.
///
/// Callable from any thread.
final class CodeScan {

  private static final int TAIL_CALLS = 1;

  private final ValidatedModule validated;
  private final WasmModule module;

  /// Twice the bounds, and one more with tail calls; 0 for what is not known.
  private final AtomicLongArray found;

  CodeScan(ValidatedModule validated) {
    this.validated = validated;
    this.module = validated.module();
    this.found = new AtomicLongArray(module.bodies().size());
  }

  private long find(int defined) {
    long known = found.get(defined);
    if (known == 0) {
      FunctionBody body = module.bodies().get(defined);
      CodeSize size = CodeSize.ofFunction(validated, body);
      known = 2 * size.bound() + (size.hasTailCalls() ? TAIL_CALLS : 0);
      found.set(defined, known);
    }
    return known;
  }

  /// The most bytes of code that the defined function with this number, imports left out, becomes.
  long sizeBound(int defined) {
    return find(defined) / 2;
  }

  boolean hasTailCalls(int function) {
    int defined = function - module.importedFunctionCount();
    return defined >= 0 && find(defined) % 2 == TAIL_CALLS;
  }
}
