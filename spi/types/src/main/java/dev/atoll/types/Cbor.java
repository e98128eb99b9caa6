package dev.atoll.types;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A value of the Concise Binary Object Representation, as far as the Internet Computer uses it.
///
/// Map keys are text; a map with the same key twice is refused. Floating point numbers do not
/// occur. Decoding accepts every length form, indefinite ones too; `undefined` reads as [Null].
/// Encoding writes the shortest form and keeps the order of map entries, so equal values built in
/// the same order give the same bytes. Values are immutable and safe for use from any thread.
///
/// Source: Internet Computer interface specification, "CBOR encoding of requests and responses";
/// RFC 8949.
public sealed interface Cbor {

  /// Marks a document as CBOR. Written on every document; clients are forgiven for leaving it out.
  long SELF_DESCRIBED_TAG = 55799;

  /// How deep values may be nested, the document itself counting one: a certificate around a hash
  /// tree of [HashTree#DEPTH_MAX] fits with room to spare.
  int DEPTH_MAX = 256;

  /// A natural number of any size.
  record Nat(BigInteger value) implements Cbor {

    private static final Nat[] SMALL = new Nat[256];

    static {
      for (int i = 0; i < SMALL.length; i++) {
        SMALL[i] = new Nat(BigInteger.valueOf(i));
      }
    }

    public Nat {
      if (value.signum() < 0) {
        throw new IllegalArgumentException("nat is negative: " + value);
      }
    }

    static Nat ofUnsigned(long bits) {
      if (bits >= 0 && bits < SMALL.length) {
        return SMALL[(int) bits];
      }
      return new Nat(CborDecoder.unsigned(bits));
    }
  }

  /// A negative integer of any size.
  record NegInt(BigInteger value) implements Cbor {

    public NegInt {
      if (value.signum() >= 0) {
        throw new IllegalArgumentException("negative integer is not negative: " + value);
      }
    }
  }

  /// A byte string.
  record Blob(Bytes value) implements Cbor {

    static final Blob EMPTY = new Blob(Bytes.EMPTY);
  }

  /// A text string.
  record Text(String value) implements Cbor {

    static final Text EMPTY = new Text("");
  }

  /// A sequence of values.
  record Array(List<Cbor> items) implements Cbor {

    static final Array EMPTY = new Array(List.of());

    public Array {
      items = List.copyOf(items);
    }
  }

  /// A record: values by the names of their fields, in the order in which they are encoded.
  record CborMap(SequencedMap<String, Cbor> entries) implements Cbor {

    static final CborMap EMPTY = new CborMap(new LinkedHashMap<>());

    public CborMap {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    /// The value of the field `key`; null if there is no such field.
    public @Nullable Cbor get(String key) {
      return entries.get(key);
    }

    public boolean has(String key) {
      return entries.containsKey(key);
    }

    /// The value of the field `key`.
    ///
    /// @throws CborException if there is no such field
    public Cbor require(String key) {
      @Nullable Cbor value = entries.get(key);
      if (value == null) {
        throw new CborException("map has no field '" + key + "', found " + entries.keySet());
      }
      return value;
    }
  }

  /// A value with a meaning beyond its type. Bignums never appear as such: they are [Nat]s and
  /// [NegInt]s.
  ///
  /// @param tag the number of the tag; unsigned
  record Tagged(long tag, Cbor value) implements Cbor {

    public Tagged {
      if (tag == CborDecoder.TAG_NAT || tag == CborDecoder.TAG_NEGATIVE) {
        throw new IllegalArgumentException("tag " + tag + " is a bignum: use a number instead");
      }
    }
  }

  /// A truth value.
  record Bool(boolean value) implements Cbor {

    static final Bool FALSE = new Bool(false);

    static final Bool TRUE = new Bool(true);
  }

  /// The absence of a value.
  record Null() implements Cbor {

    static final Null NULL = new Null();
  }

  /// A natural number.
  ///
  /// @param value not negative
  static Nat nat(long value) {
    return value < 0 ? new Nat(BigInteger.valueOf(value)) : Nat.ofUnsigned(value);
  }

  /// A natural number of 64 bits, such as a time in nanoseconds.
  ///
  /// @param bits read as unsigned
  static Nat nat64(long bits) {
    return Nat.ofUnsigned(bits);
  }

  static Nat nat(BigInteger value) {
    return new Nat(value);
  }

  static Blob blob(Bytes value) {
    return new Blob(value);
  }

  static Blob blob(Principal value) {
    return new Blob(value.bytes());
  }

  static Text text(String value) {
    return new Text(value);
  }

  static Array array(List<? extends Cbor> items) {
    return new Array(List.copyOf(items));
  }

  static Array array(Cbor... items) {
    return new Array(List.of(items));
  }

  static Bool bool(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  static CborMapBuilder map() {
    return new CborMapBuilder();
  }

  /// Reads one value that takes up all of `bytes`.
  ///
  /// @throws CborException if `bytes` are anything else
  static Cbor decode(byte[] bytes) {
    return new CborDecoder(bytes).document();
  }

  /// As [#decode(byte[])].
  static Cbor decode(Bytes bytes) {
    return decode(bytes.unsafeArray());
  }

  /// As [#decode(byte[])], and takes off the tag 55799 if it is there.
  static Cbor decodeSelfDescribed(Bytes bytes) {
    Cbor value = decode(bytes);
    return value instanceof Tagged(long tag, Cbor inner) && tag == SELF_DESCRIBED_TAG
        ? inner
        : value;
  }

  /// As [#decodeSelfDescribed(Bytes)].
  static Cbor decodeSelfDescribed(byte[] bytes) {
    return decodeSelfDescribed(Bytes.wrap(bytes));
  }

  /// The shortest encoding.
  default Bytes encode() {
    return new CborEncoder().item(this).bytes();
  }

  /// The shortest encoding with the tag 55799 in front.
  default Bytes encodeSelfDescribed() {
    return new Tagged(SELF_DESCRIBED_TAG, this).encode();
  }

  /// The number.
  ///
  /// @throws CborException if this is not a natural number
  default BigInteger asNat() {
    if (this instanceof Nat(BigInteger value)) {
      return value;
    }
    throw expected("nat");
  }

  /// The natural number as 64 unsigned bits.
  ///
  /// @throws CborException if this is not a natural number below 2^64
  default long asNat64() {
    BigInteger value = asNat();
    if (value.bitLength() > Long.SIZE) {
      throw new CborException("nat has %d bits, at most 64 allowed".formatted(value.bitLength()));
    }
    return value.longValue();
  }

  /// The bytes.
  ///
  /// @throws CborException if this is not a blob
  default Bytes asBlob() {
    if (this instanceof Blob(Bytes value)) {
      return value;
    }
    throw expected("blob");
  }

  /// The bytes as a principal.
  ///
  /// @throws CborException if this is not a blob of at most 29 bytes
  default Principal asPrincipal() {
    Bytes value = asBlob();
    if (value.size() > Principal.SIZE_BYTES_MAX) {
      throw new CborException(
          "principal is %d bytes, at most %d allowed"
              .formatted(value.size(), Principal.SIZE_BYTES_MAX));
    }
    return Principal.of(value);
  }

  /// The text.
  ///
  /// @throws CborException if this is not text
  default String asText() {
    if (this instanceof Text(String value)) {
      return value;
    }
    throw expected("text");
  }

  /// The items.
  ///
  /// @throws CborException if this is not an array
  default List<Cbor> asArray() {
    if (this instanceof Array(List<Cbor> items)) {
      return items;
    }
    throw expected("array");
  }

  /// This map.
  ///
  /// @throws CborException if this is not a map
  default CborMap asMap() {
    if (this instanceof CborMap map) {
      return map;
    }
    throw expected("map");
  }

  /// The truth value.
  ///
  /// @throws CborException if this is not a truth value
  default boolean asBool() {
    if (this instanceof Bool(boolean value)) {
      return value;
    }
    throw expected("bool");
  }

  /// The name of this kind of value in messages.
  default String kind() {
    return switch (this) {
      case Nat ignored -> "nat";
      case NegInt ignored -> "negative integer";
      case Blob ignored -> "blob";
      case Text ignored -> "text";
      case Array ignored -> "array";
      case CborMap ignored -> "map";
      case Tagged(long tag, Cbor ignored) -> "tag " + Long.toUnsignedString(tag);
      case Bool ignored -> "bool";
      case Null ignored -> "null";
    };
  }

  private CborException expected(String kind) {
    return new CborException("expected " + kind + ", found " + kind());
  }
}
