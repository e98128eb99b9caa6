package dev.atoll.candid;

/// The opcodes of composite types; [PrimitiveType] has those of primitive types.
///
/// Source: Candid.md, "Types" of "Binary Format".
final class Opcodes {

  static final int OPT = -18;

  static final int VEC = -19;

  static final int RECORD = -20;

  static final int VARIANT = -21;

  static final int FUNC = -22;

  static final int SERVICE = -23;

  /// Opcodes below this one belong to types of later versions.
  static final int KNOWN_MIN = -24;

  private Opcodes() {}
}
