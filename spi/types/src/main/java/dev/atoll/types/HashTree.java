package dev.atoll.types;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/// A labeled tree that is authenticated by one hash and of which parts may be pruned to their hash.
///
/// Immutable; equal trees are those of the same shape. Each node remembers its hash once computed,
/// so subtrees shared between two trees are hashed once. Safe for use from any thread.
///
/// Source: Internet Computer interface specification, "Certification".
public sealed interface HashTree {

  /// The most nodes on the way from the root to a leaf.
  ///
  /// Source: reference implementation `rs/crypto/tree_hash`, maximum depth of a hash tree.
  int DEPTH_MAX = 128;

  int HASH_SIZE_BYTES = 32;

  /// The hash that stands for this tree in a certificate: 32 bytes.
  Bytes rootHash();

  /// The number of nodes on the longest way down, this one counting one.
  int depth();

  /// A tree without content.
  record Empty() implements HashTree {

    private static final Empty INSTANCE = new Empty();

    private static final Bytes HASH = TreeNode.hash("ic-hashtree-empty");

    @Override
    public Bytes rootHash() {
      return HASH;
    }

    @Override
    public int depth() {
      return 1;
    }
  }

  /// Two trees side by side; all labels of the left one are below those of the right one.
  final class Fork extends TreeNode implements HashTree {

    private final HashTree left;

    private final HashTree right;

    /// @throws IllegalArgumentException if the tree becomes deeper than [#DEPTH_MAX]
    public Fork(HashTree left, HashTree right) {
      super(1 + Math.max(left.depth(), right.depth()));
      this.left = left;
      this.right = right;
    }

    public HashTree left() {
      return left;
    }

    public HashTree right() {
      return right;
    }

    @Override
    Bytes computeHash() {
      return hash("ic-hashtree-fork", left.rootHash(), right.rootHash());
    }

    @Override
    List<Object> parts() {
      return List.of(left, right);
    }
  }

  /// A tree below a label.
  final class Labeled extends TreeNode implements HashTree {

    private final Bytes label;

    private final HashTree subtree;

    /// @throws IllegalArgumentException if the tree becomes deeper than [#DEPTH_MAX]
    public Labeled(Bytes label, HashTree subtree) {
      super(1 + subtree.depth());
      this.label = label;
      this.subtree = subtree;
    }

    public Bytes label() {
      return label;
    }

    public HashTree subtree() {
      return subtree;
    }

    @Override
    Bytes computeHash() {
      return hash("ic-hashtree-labeled", label, subtree.rootHash());
    }

    @Override
    List<Object> parts() {
      return List.of(label, subtree);
    }
  }

  /// A value.
  final class Leaf extends TreeNode implements HashTree {

    private final Bytes value;

    public Leaf(Bytes value) {
      super(1);
      this.value = value;
    }

    public Bytes value() {
      return value;
    }

    @Override
    Bytes computeHash() {
      return hash("ic-hashtree-leaf", value);
    }

    @Override
    List<Object> parts() {
      return List.of(value);
    }
  }

  /// A tree of which only the hash is known.
  ///
  /// @param hash 32 bytes
  record Pruned(Bytes hash) implements HashTree {

    public Pruned {
      if (hash.size() != HASH_SIZE_BYTES) {
        throw new IllegalArgumentException(
            "hash of a pruned tree is %d bytes, %d expected"
                .formatted(hash.size(), HASH_SIZE_BYTES));
      }
    }

    @Override
    public Bytes rootHash() {
      return hash;
    }

    @Override
    public int depth() {
      return 1;
    }
  }

  /// The tree without content.
  ///
  /// A method and not a constant: a constant would tie the initialization of this interface to that
  /// of a class below it, and two threads could wait for each other.
  static Empty empty() {
    return Empty.INSTANCE;
  }

  static Leaf leaf(Bytes value) {
    return new Leaf(value);
  }

  static Labeled labeled(Bytes label, HashTree subtree) {
    return new Labeled(label, subtree);
  }

  static Labeled labeled(String label, HashTree subtree) {
    return new Labeled(Bytes.ofUtf8(label), subtree);
  }

  static Fork fork(HashTree left, HashTree right) {
    return new Fork(left, right);
  }

  static Pruned pruned(Bytes hash) {
    return new Pruned(hash);
  }

  /// The tree that has each value of `children` below its key.
  ///
  /// Neighbours are paired from left to right until one tree is left, as the reference
  /// implementation does; an empty map gives [#empty].
  ///
  /// Source: reference implementation `rs/crypto/tree_hash`, `into_hash_tree`.
  ///
  /// @param children ordered by the natural order of their labels
  static HashTree labeledForest(SortedMap<Bytes, ? extends HashTree> children) {
    List<HashTree> row = new ArrayList<>(children.size());
    children.forEach((label, subtree) -> row.add(new Labeled(label, subtree)));
    return balancedForks(row);
  }

  /// The same for trees that are already labeled, in the strictly increasing order of their labels.
  static HashTree balancedForks(List<? extends HashTree> trees) {
    List<HashTree> row = new ArrayList<>(trees);
    while (row.size() > 1) {
      List<HashTree> above = new ArrayList<>((row.size() + 1) / 2);
      for (int i = 0; i < row.size(); i += 2) {
        above.add(i + 1 < row.size() ? new Fork(row.get(i), row.get(i + 1)) : row.get(i));
      }
      row = above;
    }
    return row.isEmpty() ? empty() : row.getFirst();
  }

  /// A path of labels given as text.
  static List<Bytes> path(String... labels) {
    return Arrays.stream(labels).map(Bytes::ofUtf8).toList();
  }

  /// Looks for the value at `path`. Assumes that the tree [#isWellFormed].
  ///
  /// Source: Internet Computer interface specification, "Lookup".
  default Lookup lookup(List<Bytes> path) {
    return switch (lookupSubtree(path)) {
      case SubtreeLookup.Absent() -> new Lookup.Absent();
      case SubtreeLookup.Unknown() -> new Lookup.Unknown();
      case SubtreeLookup.Found(HashTree tree) ->
          switch (tree) {
            case Leaf leaf -> new Lookup.Found(leaf.value());
            case Empty ignored -> new Lookup.Absent();
            case Pruned ignored -> new Lookup.Unknown();
            case Fork ignored -> new Lookup.Error();
            case Labeled ignored -> new Lookup.Error();
          };
    };
  }

  /// Looks for the tree at `path`, which may turn out to be empty or partly pruned.
  default SubtreeLookup lookupSubtree(List<Bytes> path) {
    HashTree tree = this;
    for (Bytes label : path) {
      SubtreeLookup found = HashTreeSearch.find(tree, label);
      if (!(found instanceof SubtreeLookup.Found(HashTree subtree))) {
        return found;
      }
      tree = subtree;
    }
    return tree instanceof Pruned ? new SubtreeLookup.Unknown() : new SubtreeLookup.Found(tree);
  }

  /// The paths of all values that are not pruned, in order.
  default List<List<Bytes>> listPaths() {
    return HashTreeSearch.listPaths(this);
  }

  /// Whether labels increase strictly from left to right and are not mixed with leaves.
  default boolean isWellFormed() {
    return HashTreeSearch.isWellFormed(this);
  }

  /// A tree of the same root hash that shows `paths` and as little else as possible.
  ///
  /// The whole subtree at each path stays. Where a path does not exist, the labels on both sides of
  /// the gap stay, so that [#lookup] answers `Absent`; what is below them is pruned. A path that
  /// leads below a leaf shows nothing of the leaf.
  ///
  /// Source: reference implementation `rs/canonical_state/tree_hash`, `witness`.
  static HashTree prune(HashTree full, Collection<? extends List<Bytes>> paths) {
    return HashTreeWitness.prune(full, paths);
  }

  /// A tree that shows all that `one` or `other` shows.
  ///
  /// @throws IllegalArgumentException if the two differ in their root hash
  static HashTree merge(HashTree one, HashTree other) {
    return HashTreeWitness.merge(one, other);
  }

  default Cbor toCbor() {
    return HashTreeCodec.toCbor(this);
  }

  /// @throws CborException if `value` is not a hash tree of at most [#DEPTH_MAX]
  static HashTree fromCbor(Cbor value) {
    return HashTreeCodec.fromCbor(value, 1);
  }
}
