package dev.atoll.candid;

/// The prices of parts of a value, in cost units; numbers and bytes cost one unit per byte.
///
/// Source: reference implementation `rust/candid/src/de.rs`, `set_decoding_quota`.
final class DecodeCost {

  /// An option, vector, record, variant or reference, without its content.
  static final int COMPOSITE = 2;

  /// An element of a vector, without its content.
  static final int ELEMENT = 3;

  /// A field of a record, without its name and content.
  static final int FIELD = 7;

  /// A case of a variant, without its name and content.
  static final int CASE = 5;

  /// A text or blob, without its bytes.
  static final int TEXT = 1;

  static final int PRINCIPAL = 30;

  /// Going back to read a value again that did not fit.
  static final int BACKTRACK = 10;

  private DecodeCost() {}

  static int nameOf(FieldLabel label) {
    String name = label.name();
    return name == null ? 0 : name.length();
  }
}
