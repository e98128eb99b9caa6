package dev.atoll.types;

import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the nodes of a [HashTree] share: a bounded depth, and a hash that is computed once.
abstract sealed class TreeNode permits HashTree.Fork, HashTree.Labeled, HashTree.Leaf {

  private final int depth;

  /// Written without a lock: every thread computes the same value, and [Bytes] is immutable.
  private @Nullable Bytes hash;

  TreeNode(int depth) {
    if (depth > HashTree.DEPTH_MAX) {
      throw new IllegalArgumentException(
          "hash tree is deeper than the allowed " + HashTree.DEPTH_MAX);
    }
    this.depth = depth;
  }

  abstract Bytes computeHash();

  /// What makes two nodes of one kind equal.
  abstract List<Object> parts();

  public final int depth() {
    return depth;
  }

  public final Bytes rootHash() {
    @Nullable Bytes known = hash;
    if (known == null) {
      known = computeHash();
      hash = known;
    }
    return known;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof TreeNode node
        && getClass() == node.getClass()
        && parts().equals(node.parts());
  }

  @Override
  public final int hashCode() {
    return parts().hashCode();
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + parts();
  }

  static Bytes hash(String domain, Bytes... parts) {
    Bytes separator = Bytes.ofUtf8(domain);
    MessageDigest digest = Hashes.newSha256();
    digest.update((byte) separator.size());
    digest.update(separator.unsafeArray());
    for (Bytes part : parts) {
      digest.update(part.unsafeArray());
    }
    return Bytes.wrap(digest.digest());
  }
}
