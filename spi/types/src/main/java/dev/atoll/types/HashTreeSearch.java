package dev.atoll.types;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds labels in one level of a hash tree, which is the row of trees below its forks.
///
/// Source: Internet Computer interface specification, "Lookup" (`flatten_forks`, `find_label`,
/// `well_formed`).
final class HashTreeSearch {

  private HashTreeSearch() {}

  /// `find_label`. Found trees may be pruned here; the caller tells what that means.
  static SubtreeLookup find(HashTree tree, Bytes label) {
    Scan scan = new Scan(label);
    scan.visit(tree);
    return scan.result();
  }

  /// Whether the row has `label`, walking down instead of along: for trees that are well formed,
  /// such as those a replica builds. [#find] trusts nothing.
  static boolean contains(HashTree tree, Bytes label) {
    return switch (tree) {
      case HashTree.Labeled labeled -> labeled.label().equals(label);
      case HashTree.Fork fork -> {
        @Nullable Bytes firstRight = firstLabel(fork.right());
        yield firstRight == null
            ? contains(fork.left(), label) || contains(fork.right(), label)
            : contains(firstRight.compareTo(label) <= 0 ? fork.right() : fork.left(), label);
      }
      default -> false;
    };
  }

  /// The smallest label of the row if the row begins with a label.
  static @Nullable Bytes firstLabel(HashTree tree) {
    return first(tree) instanceof HashTree.Labeled labeled ? labeled.label() : null;
  }

  private static @Nullable HashTree first(HashTree tree) {
    return switch (tree) {
      case HashTree.Empty ignored -> null;
      case HashTree.Fork fork -> {
        @Nullable HashTree first = first(fork.left());
        yield first != null ? first : first(fork.right());
      }
      default -> tree;
    };
  }

  /// The greatest label of the row that is below `label`; null if there is none.
  static @Nullable Bytes below(HashTree tree, Bytes label) {
    return switch (tree) {
      case HashTree.Labeled labeled ->
          labeled.label().compareTo(label) < 0 ? labeled.label() : null;
      case HashTree.Fork fork -> {
        @Nullable Bytes firstRight = firstLabel(fork.right());
        @Nullable Bytes found =
            firstRight != null && firstRight.compareTo(label) >= 0
                ? null
                : below(fork.right(), label);
        yield found != null ? found : below(fork.left(), label);
      }
      default -> null;
    };
  }

  /// The smallest label of the row that is above `label`; null if there is none.
  static @Nullable Bytes above(HashTree tree, Bytes label) {
    return switch (tree) {
      case HashTree.Labeled labeled ->
          labeled.label().compareTo(label) > 0 ? labeled.label() : null;
      case HashTree.Fork fork -> {
        @Nullable Bytes firstRight = firstLabel(fork.right());
        @Nullable Bytes found =
            firstRight != null && firstRight.compareTo(label) <= 0
                ? null
                : above(fork.left(), label);
        yield found != null ? found : above(fork.right(), label);
      }
      default -> null;
    };
  }

  static List<List<Bytes>> listPaths(HashTree tree) {
    List<List<Bytes>> paths = new ArrayList<>();
    listPaths(tree, new ArrayList<>(), paths);
    return paths;
  }

  private static void listPaths(HashTree tree, List<Bytes> prefix, List<List<Bytes>> paths) {
    switch (tree) {
      case HashTree.Leaf ignored -> paths.add(List.copyOf(prefix));
      case HashTree.Fork fork -> {
        listPaths(fork.left(), prefix, paths);
        listPaths(fork.right(), prefix, paths);
      }
      case HashTree.Labeled labeled -> {
        prefix.add(labeled.label());
        listPaths(labeled.subtree(), prefix, paths);
        prefix.removeLast();
      }
      case HashTree.Empty ignored -> {}
      case HashTree.Pruned ignored -> {}
    }
  }

  static boolean isWellFormed(HashTree tree) {
    return tree instanceof HashTree.Leaf || isWellFormedForest(tree);
  }

  private static boolean isWellFormedForest(HashTree tree) {
    List<HashTree> row = new ArrayList<>();
    flatten(tree, row);
    @Nullable Bytes last = null;
    for (HashTree item : row) {
      if (item instanceof HashTree.Leaf) {
        return false;
      }
      if (item instanceof HashTree.Labeled labeled) {
        if ((last != null && last.compareTo(labeled.label()) >= 0)
            || !isWellFormed(labeled.subtree())) {
          return false;
        }
        last = labeled.label();
      }
    }
    return true;
  }

  private static void flatten(HashTree tree, List<HashTree> row) {
    switch (tree) {
      case HashTree.Empty ignored -> {}
      case HashTree.Fork fork -> {
        flatten(fork.left(), row);
        flatten(fork.right(), row);
      }
      default -> row.add(tree);
    }
  }

  /// One walk over a row from left to right, which leaves out what lies wholly below the label.
  private static final class Scan {

    private final Bytes label;

    private boolean lastIsKnown = true;

    private boolean onlyALeaf;

    private int seen;

    private @Nullable SubtreeLookup found;

    Scan(Bytes label) {
      this.label = label;
    }

    void visit(HashTree tree) {
      if (found != null) {
        return;
      }
      switch (tree) {
        case HashTree.Empty ignored -> {}
        case HashTree.Fork fork -> {
          @Nullable Bytes firstRight = firstLabel(fork.right());
          if (firstRight == null || firstRight.compareTo(label) > 0) {
            visit(fork.left());
          }
          visit(fork.right());
        }
        case HashTree.Labeled labeled -> visitLabel(labeled);
        case HashTree.Leaf ignored -> visitUnlabeled(seen == 0);
        case HashTree.Pruned ignored -> visitUnlabeled(false);
      }
    }

    private void visitLabel(HashTree.Labeled labeled) {
      seen++;
      onlyALeaf = false;
      int order = labeled.label().compareTo(label);
      if (order == 0) {
        found = new SubtreeLookup.Found(labeled.subtree());
      } else if (order > 0) {
        found = lastIsKnown ? new SubtreeLookup.Absent() : new SubtreeLookup.Unknown();
      } else {
        lastIsKnown = true;
      }
    }

    private void visitUnlabeled(boolean onlyLeaf) {
      seen++;
      onlyALeaf = onlyLeaf;
      lastIsKnown = false;
    }

    SubtreeLookup result() {
      if (found != null) {
        return found;
      }
      return lastIsKnown || onlyALeaf ? new SubtreeLookup.Absent() : new SubtreeLookup.Unknown();
    }
  }
}
