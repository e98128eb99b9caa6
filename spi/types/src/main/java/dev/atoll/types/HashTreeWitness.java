package dev.atoll.types;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Prunes hash trees to what a reader asked for, and puts such trees together again.
final class HashTreeWitness {

  private HashTreeWitness() {}

  static HashTree prune(HashTree full, Collection<? extends List<Bytes>> paths) {
    Wanted wanted = new Wanted();
    for (List<Bytes> path : paths) {
      wanted.add(path);
    }
    return prune(full, wanted);
  }

  private static HashTree prune(HashTree tree, Wanted wanted) {
    if (wanted.whole) {
      return tree;
    }
    return switch (tree) {
      case HashTree.Fork ignored -> pruneRow(tree, wanted);
      case HashTree.Labeled ignored -> pruneRow(tree, wanted);
      case HashTree.Leaf leaf -> HashTree.pruned(leaf.rootHash());
      case HashTree.Empty empty -> wanted.children.isEmpty() ? pruned(empty) : empty;
      case HashTree.Pruned pruned -> pruned;
    };
  }

  private static HashTree pruneRow(HashTree tree, Wanted wanted) {
    TreeSet<Bytes> shown = new TreeSet<>();
    for (Bytes label : wanted.children.keySet()) {
      if (HashTreeSearch.contains(tree, label)) {
        shown.add(label);
      } else {
        addUnlessNull(shown, HashTreeSearch.below(tree, label));
        addUnlessNull(shown, HashTreeSearch.above(tree, label));
      }
    }
    return show(tree, shown, wanted);
  }

  private static void addUnlessNull(Set<Bytes> labels, @Nullable Bytes label) {
    if (label != null) {
      labels.add(label);
    }
  }

  /// Keeps of one row the labels `shown`.
  private static HashTree show(HashTree tree, NavigableSet<Bytes> shown, Wanted wanted) {
    if (shown.isEmpty()) {
      return pruned(tree);
    }
    return switch (tree) {
      case HashTree.Labeled labeled -> showLabel(labeled, shown, wanted);
      case HashTree.Fork fork -> showFork(fork, shown, wanted);
      case HashTree.Empty empty -> empty;
      case HashTree.Leaf leaf -> pruned(leaf);
      case HashTree.Pruned pruned -> pruned;
    };
  }

  private static HashTree showLabel(
      HashTree.Labeled labeled, NavigableSet<Bytes> shown, Wanted wanted) {
    Bytes label = labeled.label();
    if (!shown.contains(label)) {
      return pruned(labeled);
    }
    @Nullable Wanted below = wanted.children.get(label);
    HashTree subtree = below == null ? pruned(labeled.subtree()) : prune(labeled.subtree(), below);
    return HashTree.labeled(label, subtree);
  }

  private static HashTree showFork(HashTree.Fork fork, NavigableSet<Bytes> shown, Wanted wanted) {
    @Nullable Bytes firstRight = HashTreeSearch.firstLabel(fork.right());
    HashTree left =
        show(fork.left(), firstRight == null ? shown : shown.headSet(firstRight, false), wanted);
    HashTree right =
        show(fork.right(), firstRight == null ? shown : shown.tailSet(firstRight, true), wanted);
    if (left instanceof HashTree.Pruned && right instanceof HashTree.Pruned) {
      return pruned(fork);
    }
    return HashTree.fork(left, right);
  }

  private static HashTree pruned(HashTree tree) {
    return tree instanceof HashTree.Pruned ? tree : HashTree.pruned(tree.rootHash());
  }

  static HashTree merge(HashTree one, HashTree other) {
    if (!one.rootHash().equals(other.rootHash())) {
      throw new IllegalArgumentException(
          "cannot merge the tree %s with the tree %s: they are parts of different trees"
              .formatted(one.rootHash(), other.rootHash()));
    }
    return mergeEqual(one, other);
  }

  /// Both hash to the same, so their shapes agree wherever neither is pruned.
  private static HashTree mergeEqual(HashTree one, HashTree other) {
    if (other instanceof HashTree.Pruned) {
      return one;
    }
    return switch (one) {
      case HashTree.Fork fork when other instanceof HashTree.Fork otherFork ->
          HashTree.fork(
              mergeEqual(fork.left(), otherFork.left()),
              mergeEqual(fork.right(), otherFork.right()));
      case HashTree.Labeled labeled when other instanceof HashTree.Labeled otherLabeled ->
          HashTree.labeled(labeled.label(), mergeEqual(labeled.subtree(), otherLabeled.subtree()));
      case HashTree.Pruned ignored -> other;
      default -> one;
    };
  }

  /// The paths asked for, as a tree of labels.
  private static final class Wanted {

    private final TreeMap<Bytes, Wanted> children = new TreeMap<>();

    private boolean whole;

    void add(List<Bytes> path) {
      Wanted at = this;
      for (Bytes label : path) {
        at = at.children.computeIfAbsent(label, _ -> new Wanted());
      }
      at.whole = true;
    }
  }
}
