package dev.atoll.wasm;

/// Something a module needs from its host.
public record Import(String module, String name, ExternalType type) {}
