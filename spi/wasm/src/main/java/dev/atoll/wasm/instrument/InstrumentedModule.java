package dev.atoll.wasm.instrument;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import java.util.OptionalInt;

/// A module with what [InstrumentationOptions] asked for, ready for an engine.
///
/// Indexes of globals, tables, memories, types and segments are those of the original; functions
/// move up by the added imports, see [#functionIndex]. Immutable.
///
/// What the host has to do:
/// - before each entry, set the counter global to the instructions that are left and the depth
///   global to [dev.atoll.wasm.StackDepth#BUDGET];
/// - provide the imports `__.out_of_instructions`, which may raise the counter global and return,
/// or
///   throw, and `__.stack_overflow`, which must throw;
/// - after the entry, read the counter global: negative if the last blocks were not paid in full;
/// - run [#startFunction] when the original would have run its start function.
///
/// @param counterGlobal index of the mutable i64 global with the instructions left, -1 if not
/// metered
/// @param depthGlobal index of the mutable i32 global with the stack budget left, -1 if not limited
/// @param addedImports functions imported from `__`, after those of the original
/// @param startFunction the index here of the original's start function
public record InstrumentedModule(
    Bytes bytes,
    ValidatedModule original,
    InstrumentationOptions options,
    int counterGlobal,
    int depthGlobal,
    int addedImports,
    OptionalInt startFunction) {

  /// The module that the added functions are imported from.
  public static final String HOST_MODULE = "__";

  /// Called without arguments when the counter is negative at the start of a function or loop, or
  /// before a bulk operation.
  public static final String OUT_OF_INSTRUCTIONS = "out_of_instructions";

  /// Called without arguments when a call passes the stack budget.
  public static final String STACK_OVERFLOW = "stack_overflow";

  /// The export of the start function.
  public static final String START_EXPORT = "canister_start";

  /// The index here of a function of the original.
  public int functionIndex(int originalIndex) {
    return originalIndex < original.module().importedFunctionCount()
        ? originalIndex
        : originalIndex + addedImports;
  }

  /// The index in the original of a function here, empty for added ones.
  public OptionalInt originalFunctionIndex(int index) {
    int imports = original.module().importedFunctionCount();
    if (index < imports) {
      return OptionalInt.of(index);
    }
    int moved = index - addedImports;
    boolean exists = moved >= imports && moved < original.module().functionCount();
    return exists ? OptionalInt.of(moved) : OptionalInt.empty();
  }
}
