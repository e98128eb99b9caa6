package dev.atoll.candid;

import java.util.Optional;

/// The subtype relation: whether every value of one type decodes at another.
///
/// A service may be upgraded from `old` to `new` when `new <: old`.
///
/// Source: Candid.md, "Upgrading and Subtyping".
public final class Subtyping {

  private Subtyping() {}

  /// @throws CandidException if a name is not defined in its environment
  public static boolean isSubtype(
      TypeEnvironment subEnvironment,
      CandidType sub,
      TypeEnvironment supEnvironment,
      CandidType sup) {
    return whyNot(subEnvironment, sub, supEnvironment, sup).isEmpty();
  }

  /// Why `sub` is no subtype of `sup`, as a sentence with the place; empty if it is one.
  ///
  /// @throws CandidException if a name is not defined in its environment
  public static Optional<String> whyNot(
      TypeEnvironment subEnvironment,
      CandidType sub,
      TypeEnvironment supEnvironment,
      CandidType sup) {
    return Optional.ofNullable(
        new SubtypeChecker(subEnvironment, supEnvironment, () -> {}).whyNot(sub, sup));
  }
}
