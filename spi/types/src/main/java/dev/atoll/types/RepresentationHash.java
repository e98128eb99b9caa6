package dev.atoll.types;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// The hash of structured data that does not depend on how the data is encoded.
///
/// Source: Internet Computer interface specification, "Representation-independent hashing of
/// structured data".
public final class RepresentationHash {

  private RepresentationHash() {}

  /// The hash of a record: 32 bytes.
  ///
  /// @throws IllegalArgumentException if a value is a tag, a truth value or null, for which no hash
  ///     is defined
  public static Bytes hash(Map<String, ? extends Cbor> fields) {
    List<Bytes> hashes = new ArrayList<>(fields.size());
    fields.forEach(
        (name, value) -> hashes.add(Bytes.concat(sha256(Bytes.ofUtf8(name)), hash(value))));
    Collections.sort(hashes);
    return sha256(hashes.toArray(Bytes[]::new));
  }

  /// The hash of a value: 32 bytes.
  ///
  /// @throws IllegalArgumentException as [#hash(Map)]
  public static Bytes hash(Cbor value) {
    return switch (value) {
      case Cbor.Nat(BigInteger nat) -> sha256(Leb128.encodeUnsigned(nat));
      case Cbor.NegInt(BigInteger negative) -> sha256(Leb128.encodeSigned(negative));
      case Cbor.Blob(Bytes blob) -> sha256(blob);
      case Cbor.Text(String text) -> sha256(Bytes.ofUtf8(text));
      case Cbor.Array(List<Cbor> items) ->
          sha256(items.stream().map(RepresentationHash::hash).toArray(Bytes[]::new));
      case Cbor.CborMap map -> hash(map.entries());
      case Cbor.Tagged ignored -> throw undefined(value);
      case Cbor.Bool ignored -> throw undefined(value);
      case Cbor.Null ignored -> throw undefined(value);
    };
  }

  private static IllegalArgumentException undefined(Cbor value) {
    return new IllegalArgumentException("no hash is defined for a value of kind " + value.kind());
  }

  private static Bytes sha256(Bytes... parts) {
    byte[][] arrays = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      arrays[i] = parts[i].unsafeArray();
    }
    return Bytes.wrap(Hashes.sha256(arrays));
  }
}
