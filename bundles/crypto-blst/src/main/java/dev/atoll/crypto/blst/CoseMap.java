package dev.atoll.crypto.blst;

import dev.atoll.types.Bytes;
import java.util.Optional;
import java.util.TreeMap;

/// The labels and values of a COSE key.
///
/// Authenticators write it in the canonical CBOR of CTAP2: a map from integers to integers, byte
/// strings and texts, with definite lengths. Nothing else is read.
///
/// Source: RFC 8152 section 7; Client to Authenticator Protocol 2, "Message Encoding".
final class CoseMap {

  /// A key has five labels at most, with every optional one of RFC 8152 not many more.
  private static final int ENTRIES_MAX = 16;

  private static final int NATURAL = 0;

  private static final int NEGATIVE = 1;

  private static final int BLOB = 2;

  private static final int TEXT = 3;

  private static final int MAP = 5;

  private final byte[] in;

  private int at;

  private final TreeMap<Long, Object> entries = new TreeMap<>();

  private CoseMap(byte[] in) {
    this.in = in;
  }

  /// @throws UnsupportedKeyException if `bits` are anything else
  static CoseMap read(Bytes bits) {
    CoseMap map = new CoseMap(bits.unsafeArray());
    map.read();
    return map;
  }

  boolean has(long label) {
    return entries.containsKey(label);
  }

  boolean is(long label, long value) {
    return Long.valueOf(value).equals(entries.get(label));
  }

  boolean is(long label, String value) {
    return value.equals(entries.get(label));
  }

  Optional<Bytes> blob(long label) {
    return entries.get(label) instanceof Bytes blob ? Optional.of(blob) : Optional.empty();
  }

  private void read() {
    int head = next();
    long count = argument(head);
    if (head >>> 5 != MAP || count > ENTRIES_MAX) {
      throw malformed();
    }
    for (int i = 0; i < count; i++) {
      if (!(value() instanceof Long label) || entries.put(label, value()) != null) {
        throw malformed();
      }
    }
    if (at != in.length) {
      throw malformed();
    }
  }

  private Object value() {
    int head = next();
    long argument = argument(head);
    return switch (head >>> 5) {
      case NATURAL -> argument;
      case NEGATIVE -> ~argument;
      case BLOB -> take(argument);
      case TEXT -> take(argument).toUtf8();
      default -> throw malformed();
    };
  }

  private long argument(int head) {
    int info = head & 31;
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw malformed();
    }
    long value = 0;
    for (int i = 0; i < 1 << (info - 24); i++) {
      value = value << Byte.SIZE | next();
    }
    if (value < 0) {
      throw malformed();
    }
    return value;
  }

  private Bytes take(long size) {
    if (size > in.length - at) {
      throw malformed();
    }
    Bytes bytes = Bytes.copyOf(in, at, (int) size);
    at += (int) size;
    return bytes;
  }

  private int next() {
    if (at == in.length) {
      throw malformed();
    }
    return in[at++] & 0xff;
  }

  private UnsupportedKeyException malformed() {
    return new UnsupportedKeyException(
        "public key of web authentication is malformed COSE at byte " + at);
  }
}
