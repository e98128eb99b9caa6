package dev.atoll.wasm;

/// A global variable that the module defines.
public record Global(ExternalType.Global type, ConstantExpression initial) {}
