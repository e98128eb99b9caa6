package dev.atoll.spi.execution;

/// What an engine is and can do.
///
/// @param name such as `chicory`
/// @param version of the engine, part of the key of cached code
/// @param meters whether it counts instructions, frames and canonical NaNs by itself and so takes
///     the validated module; otherwise it takes the instrumented one
/// @param heapSizeBytesMax the largest Wasm memory it can address
/// @param stackSizeBytes the stack that a thread needs to invoke an instance, so that recursion
///     ends by the budget of [dev.atoll.wasm.StackDepth] and never by the stack itself
public record EngineTraits(
    String name, String version, boolean meters, long heapSizeBytesMax, long stackSizeBytes) {}
