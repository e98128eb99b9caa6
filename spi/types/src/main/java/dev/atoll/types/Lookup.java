package dev.atoll.types;

/// What [HashTree#lookup] found at a path.
public sealed interface Lookup {

  /// The path has this value.
  record Found(Bytes value) implements Lookup {}

  /// The tree proves that there is no such path.
  record Absent() implements Lookup {}

  /// The tree does not tell: the place where the path would be is pruned.
  record Unknown() implements Lookup {}

  /// The path exists, but it leads to further labels and not to a value.
  @SuppressWarnings("AvoidCommonTypeNames") // the word of the specification
  record Error() implements Lookup {}
}
