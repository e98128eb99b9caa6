package dev.atoll.candid;

/// One case of a variant.
public record VariantValue(FieldLabel label, CandidValue value) implements CandidValue {

  /// The name of the case, or its decimal id where only that is known; for a `switch`.
  public String tag() {
    return label.toString();
  }

  /// Whether this is the case with this name, even if only its id is known.
  public boolean is(String name) {
    return label.id() == FieldLabel.hash(name);
  }
}
