package dev.atoll.replica.tree;

import dev.atoll.types.Bytes;
import dev.atoll.types.HashTree;
import org.jspecify.annotations.Nullable;

/// A row of labelled trees that changes by path copying: setting or removing one label makes a few
/// new forks and hashes nothing else anew.
///
/// Immutable. The shape follows from the set of labels alone (each fork splits its labels at the
/// first bit in which they differ), so replicas that arrive at the same row in different ways
/// agree on its root hash. Depth is at most nine times the length of a label, and logarithmic for
/// labels that are hashes.
public final class LabelTrie {

  public static final LabelTrie EMPTY = new LabelTrie(null);

  private final @Nullable Node root;

  private LabelTrie(@Nullable Node root) {
    this.root = root;
  }

  private sealed interface Node {

    HashTree tree();

    /// A label below this node; all of them agree up to the split of the node.
    Bytes sample();
  }

  private record Entry(Bytes label, HashTree tree) implements Node {

    @Override
    public Bytes sample() {
      return label;
    }
  }

  private record Branch(int split, Node zero, Node one, HashTree tree) implements Node {

    static Branch of(int split, Node zero, Node one) {
      return new Branch(split, zero, one, HashTree.fork(zero.tree(), one.tree()));
    }

    @Override
    public Bytes sample() {
      return zero.sample();
    }
  }

  /// The row as a hash tree.
  public HashTree tree() {
    return root == null ? HashTree.empty() : root.tree();
  }

  /// This row with `subtree` under `label`.
  public LabelTrie with(Bytes label, HashTree subtree) {
    Entry entry = new Entry(label, HashTree.labeled(label, subtree));
    if (root == null) {
      return new LabelTrie(entry);
    }
    int split = firstDifference(label, closest(root, label));
    return new LabelTrie(put(root, entry, split));
  }

  /// This row without `label`.
  public LabelTrie without(Bytes label) {
    return root == null ? this : new LabelTrie(remove(root, label));
  }

  private static Bytes closest(Node from, Bytes label) {
    Node node = from;
    while (node instanceof Branch branch) {
      node = bit(label, branch.split) == 0 ? branch.zero : branch.one;
    }
    return node.sample();
  }

  /// @param split where the label differs from its closest one, or -1 if it is there already
  private static Node put(Node node, Entry entry, int split) {
    if (node instanceof Branch branch && (split < 0 || branch.split < split)) {
      return bit(entry.label, branch.split) == 0
          ? Branch.of(branch.split, put(branch.zero, entry, split), branch.one)
          : Branch.of(branch.split, branch.zero, put(branch.one, entry, split));
    }
    if (split < 0) {
      return entry;
    }
    return bit(entry.label, split) == 0
        ? Branch.of(split, entry, node)
        : Branch.of(split, node, entry);
  }

  @SuppressWarnings("ReferenceEquality") // the same node says that nothing was removed
  private static @Nullable Node remove(Node node, Bytes label) {
    return switch (node) {
      case Entry entry -> entry.label.equals(label) ? null : entry;
      case Branch branch -> {
        boolean left = bit(label, branch.split) == 0;
        Node child = left ? branch.zero : branch.one;
        @Nullable Node rest = remove(child, label);
        if (rest == child) {
          yield branch;
        }
        if (rest == null) {
          yield left ? branch.one : branch.zero;
        }
        yield left
            ? Branch.of(branch.split, rest, branch.one)
            : Branch.of(branch.split, branch.zero, rest);
      }
    };
  }

  /// The first place in which two labels differ, or -1 if they are equal. Each byte takes nine
  /// places: one that says that there is a byte, then its bits; so a prefix comes before what
  /// extends it.
  private static int firstDifference(Bytes a, Bytes b) {
    int common = Math.min(a.size(), b.size());
    for (int i = 0; i < common; i++) {
      int difference = (a.get(i) ^ b.get(i)) & 0xff;
      if (difference != 0) {
        return 9 * i + 1 + Integer.numberOfLeadingZeros(difference) - 24;
      }
    }
    return a.size() == b.size() ? -1 : 9 * common;
  }

  private static int bit(Bytes label, int place) {
    int at = place / 9;
    if (at >= label.size()) {
      return 0;
    }
    int within = place % 9;
    return within == 0 ? 1 : label.get(at) >>> (8 - within) & 1;
  }
}
