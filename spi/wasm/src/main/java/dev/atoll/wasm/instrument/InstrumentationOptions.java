package dev.atoll.wasm.instrument;

/// What an engine wants to be written into a module because it does not bring it itself.
///
/// @param meter count instructions in an i64 global, by [dev.atoll.wasm.MeteringPlan]
/// @param stackDepth limit the nesting of calls, by [dev.atoll.wasm.StackDepth]
/// @param canonicalNans make every NaN that arithmetic produces the canonical one
/// @param lowerMemory64 turn 64-bit memories and tables into 32-bit ones
/// @param maxMemoryPages what the engine can address, in Wasm pages of 64 KiB; larger maxima of the
///     module are lowered to it
public record InstrumentationOptions(
    boolean meter,
    boolean stackDepth,
    boolean canonicalNans,
    boolean lowerMemory64,
    long maxMemoryPages) {

  /// 6 GiB: the largest heap on the Internet Computer.
  public static final long MEMORY_PAGES_MAX = 98_304;

  public InstrumentationOptions {
    if (maxMemoryPages < 1) {
      throw new IllegalArgumentException(
          "engine can address %d Wasm pages, at least 1 expected".formatted(maxMemoryPages));
    }
  }

  /// Nothing but the lifting of the start function.
  public static InstrumentationOptions none() {
    return new InstrumentationOptions(false, false, false, false, MEMORY_PAGES_MAX);
  }

  /// Everything, for an engine that runs plain 32-bit WebAssembly.
  public static InstrumentationOptions all(long maxMemoryPages) {
    return new InstrumentationOptions(true, true, true, true, maxMemoryPages);
  }

  public InstrumentationOptions withMeter(boolean value) {
    return new InstrumentationOptions(
        value, stackDepth, canonicalNans, lowerMemory64, maxMemoryPages);
  }

  public InstrumentationOptions withStackDepth(boolean value) {
    return new InstrumentationOptions(meter, value, canonicalNans, lowerMemory64, maxMemoryPages);
  }

  public InstrumentationOptions withCanonicalNans(boolean value) {
    return new InstrumentationOptions(meter, stackDepth, value, lowerMemory64, maxMemoryPages);
  }

  public InstrumentationOptions withLowerMemory64(boolean value) {
    return new InstrumentationOptions(meter, stackDepth, canonicalNans, value, maxMemoryPages);
  }

  public InstrumentationOptions withMaxMemoryPages(long value) {
    return new InstrumentationOptions(meter, stackDepth, canonicalNans, lowerMemory64, value);
  }
}
