package dev.atoll.types;

import java.util.List;

/// Hash trees as CBOR arrays whose first item tells the kind of node.
///
/// Source: Internet Computer interface specification, "Encoding of certificates".
final class HashTreeCodec {

  private static final int EMPTY = 0;

  private static final int FORK = 1;

  private static final int LABELED = 2;

  private static final int LEAF = 3;

  private static final int PRUNED = 4;

  private HashTreeCodec() {}

  static Cbor toCbor(HashTree tree) {
    return switch (tree) {
      case HashTree.Empty ignored -> Cbor.array(Cbor.nat(EMPTY));
      case HashTree.Fork fork ->
          Cbor.array(Cbor.nat(FORK), toCbor(fork.left()), toCbor(fork.right()));
      case HashTree.Labeled labeled ->
          Cbor.array(Cbor.nat(LABELED), Cbor.blob(labeled.label()), toCbor(labeled.subtree()));
      case HashTree.Leaf leaf -> Cbor.array(Cbor.nat(LEAF), Cbor.blob(leaf.value()));
      case HashTree.Pruned pruned -> Cbor.array(Cbor.nat(PRUNED), Cbor.blob(pruned.hash()));
    };
  }

  static HashTree fromCbor(Cbor value, int depth) {
    if (depth > HashTree.DEPTH_MAX) {
      throw new CborException("hash tree is deeper than the allowed " + HashTree.DEPTH_MAX);
    }
    List<Cbor> items = value.asArray();
    if (items.isEmpty()) {
      throw new CborException("hash tree node is an empty array");
    }
    long kind = items.getFirst().asNat64();
    if (kind == EMPTY) {
      return checked(items, 1, HashTree.empty());
    }
    if (kind == FORK) {
      checkSize(items, 3);
      return HashTree.fork(fromCbor(items.get(1), depth + 1), fromCbor(items.get(2), depth + 1));
    }
    if (kind == LABELED) {
      checkSize(items, 3);
      return HashTree.labeled(items.get(1).asBlob(), fromCbor(items.get(2), depth + 1));
    }
    if (kind == LEAF) {
      checkSize(items, 2);
      return HashTree.leaf(items.get(1).asBlob());
    }
    if (kind == PRUNED) {
      checkSize(items, 2);
      return pruned(items.get(1).asBlob());
    }
    throw new CborException(
        "hash tree node has the kind %s, 0 to 4 allowed".formatted(Long.toUnsignedString(kind)));
  }

  private static HashTree pruned(Bytes hash) {
    if (hash.size() != HashTree.HASH_SIZE_BYTES) {
      throw new CborException(
          "hash of a pruned tree is %d bytes, %d expected"
              .formatted(hash.size(), HashTree.HASH_SIZE_BYTES));
    }
    return HashTree.pruned(hash);
  }

  private static HashTree checked(List<Cbor> items, int size, HashTree tree) {
    checkSize(items, size);
    return tree;
  }

  private static void checkSize(List<Cbor> items, int size) {
    if (items.size() != size) {
      throw new CborException(
          "hash tree node has %d items, %d expected".formatted(items.size(), size));
    }
  }
}
