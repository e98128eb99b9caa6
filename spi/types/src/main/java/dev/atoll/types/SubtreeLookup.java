package dev.atoll.types;

/// What [HashTree#lookupSubtree] found at a path.
public sealed interface SubtreeLookup {

  /// The path exists and has this tree, which is not wholly pruned.
  record Found(HashTree tree) implements SubtreeLookup {}

  /// The tree proves that there is no such path.
  record Absent() implements SubtreeLookup {}

  /// The tree does not tell: it is pruned at the path, or where the path would be.
  record Unknown() implements SubtreeLookup {}
}
