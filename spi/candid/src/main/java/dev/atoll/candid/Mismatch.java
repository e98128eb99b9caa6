package dev.atoll.candid;

/// A value that is well formed but does not fit the expected type; an `opt` around it becomes null.
///
/// Never leaves the decoder. Without a stack trace, because a message can raise millions.
final class Mismatch extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient CandidType found;

  private final transient CandidType expected;

  Mismatch(CandidType found, CandidType expected) {
    super(null, null, false, false);
    this.found = found;
    this.expected = expected;
  }

  String describe() {
    return "found %s, expected %s".formatted(TypePrinter.brief(found), TypePrinter.brief(expected));
  }
}
