package dev.atoll.types;

import java.util.ArrayList;
import java.util.List;

/// The pseudo code of the interface specification, section "Lookup", line by line and slow.
final class LookupOracle {

  private LookupOracle() {}

  static Lookup lookup(List<Bytes> path, HashTree tree) {
    if (path.isEmpty()) {
      return switch (tree) {
        case HashTree.Empty ignored -> new Lookup.Absent();
        case HashTree.Leaf leaf -> new Lookup.Found(leaf.value());
        case HashTree.Pruned ignored -> new Lookup.Unknown();
        case HashTree.Labeled ignored -> new Lookup.Error();
        case HashTree.Fork ignored -> new Lookup.Error();
      };
    }
    Bytes label = path.getFirst();
    List<HashTree> row = flatten(tree);
    for (HashTree item : row) {
      if (item instanceof HashTree.Labeled labeled && labeled.label().equals(label)) {
        return lookup(path.subList(1, path.size()), labeled.subtree());
      }
    }
    return isAbsent(label, row) ? new Lookup.Absent() : new Lookup.Unknown();
  }

  private static boolean isAbsent(Bytes label, List<HashTree> row) {
    if (row.isEmpty() || (row.size() == 1 && row.getFirst() instanceof HashTree.Leaf)) {
      return true;
    }
    for (int i = 0; i + 1 < row.size(); i++) {
      if (isBelow(row.get(i), label) && isAbove(row.get(i + 1), label)) {
        return true;
      }
    }
    return isAbove(row.getFirst(), label) || isBelow(row.getLast(), label);
  }

  private static boolean isBelow(HashTree item, Bytes label) {
    return item instanceof HashTree.Labeled labeled && labeled.label().compareTo(label) < 0;
  }

  private static boolean isAbove(HashTree item, Bytes label) {
    return item instanceof HashTree.Labeled labeled && labeled.label().compareTo(label) > 0;
  }

  private static List<HashTree> flatten(HashTree tree) {
    List<HashTree> row = new ArrayList<>();
    if (tree instanceof HashTree.Fork fork) {
      row.addAll(flatten(fork.left()));
      row.addAll(flatten(fork.right()));
    } else if (!(tree instanceof HashTree.Empty)) {
      row.add(tree);
    }
    return row;
  }
}
