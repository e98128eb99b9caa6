package dev.atoll.wasm;

/// Bytes for the memory, as a range of [WasmModule#bytes()].
///
/// @param start the offset of the first byte in the module
/// @param length in bytes
public record DataSegment(SegmentMode mode, int start, int length) {}
