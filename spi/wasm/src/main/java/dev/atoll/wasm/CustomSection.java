package dev.atoll.wasm;

/// A section that has no meaning for execution, as a range of [WasmModule#bytes()].
///
/// @param start the offset of the first byte after the name
/// @param length in bytes, without the name
public record CustomSection(String name, int start, int length) {}
