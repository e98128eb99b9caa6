package dev.atoll.types;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one CBOR document.
///
/// Lengths are believed only as far as the input that is left could hold them, so memory stays
/// proportional to the input.
final class CborDecoder {

  static final int TAG_NAT = 2;

  static final int TAG_NEGATIVE = 3;

  private static final int INDEFINITE = 31;

  private static final int BREAK = 0xff;

  private static final int BLOB = 2;

  private static final int TEXT = 3;

  private final byte[] in;

  private int at;

  CborDecoder(byte[] in) {
    this.in = in;
  }

  static BigInteger unsigned(long bits) {
    return bits >= 0 ? BigInteger.valueOf(bits) : new BigInteger(Long.toUnsignedString(bits));
  }

  Cbor document() {
    Cbor value = item(1);
    if (at != in.length) {
      throw new CborException(
          "%d bytes left after the value, which ends at byte %d".formatted(in.length - at, at));
    }
    return value;
  }

  private Cbor item(int depth) {
    if (depth > Cbor.DEPTH_MAX) {
      throw new CborException("nesting is deeper than the allowed " + Cbor.DEPTH_MAX);
    }
    int head = next();
    int major = head >>> 5;
    int info = head & 31;
    return switch (major) {
      case 0 -> Cbor.Nat.ofUnsigned(argument(info));
      case 1 -> new Cbor.NegInt(unsigned(argument(info)).not());
      case BLOB -> blob(string(BLOB, info));
      case TEXT -> text(string(TEXT, info));
      case 4 -> array(info, depth);
      case 5 -> map(info, depth);
      case 6 -> tagged(argument(info), depth);
      default -> simple(info);
    };
  }

  private static Cbor blob(Bytes bytes) {
    return bytes.isEmpty() ? Cbor.Blob.EMPTY : new Cbor.Blob(bytes);
  }

  private static Cbor text(Bytes utf8) {
    return utf8.isEmpty() ? Cbor.Text.EMPTY : new Cbor.Text(decodeUtf8(utf8));
  }

  private Cbor array(int info, int depth) {
    List<Cbor> items = new ArrayList<>();
    if (info == INDEFINITE) {
      while (!atBreak()) {
        items.add(item(depth + 1));
      }
    } else {
      int count = length(info, 1);
      for (int i = 0; i < count; i++) {
        items.add(item(depth + 1));
      }
    }
    return items.isEmpty() ? Cbor.Array.EMPTY : new Cbor.Array(items);
  }

  private Cbor map(int info, int depth) {
    LinkedHashMap<String, Cbor> entries = new LinkedHashMap<>();
    if (info == INDEFINITE) {
      while (!atBreak()) {
        entry(entries, depth);
      }
    } else {
      int count = length(info, 2);
      for (int i = 0; i < count; i++) {
        entry(entries, depth);
      }
    }
    return entries.isEmpty() ? Cbor.CborMap.EMPTY : new Cbor.CborMap(entries);
  }

  private void entry(Map<String, Cbor> entries, int depth) {
    int start = at;
    int head = next();
    if (head >>> 5 != TEXT) {
      throw new CborException("map key at byte %d is not text".formatted(start));
    }
    String key = decodeUtf8(string(TEXT, head & 31));
    if (entries.putIfAbsent(key, item(depth + 1)) != null) {
      throw new CborException("map has the key '" + key + "' twice");
    }
  }

  private Cbor tagged(long tag, int depth) {
    Cbor value = item(depth + 1);
    if (tag != TAG_NAT && tag != TAG_NEGATIVE) {
      return new Cbor.Tagged(tag, value);
    }
    BigInteger magnitude = new BigInteger(1, value.asBlob().unsafeArray());
    return tag == TAG_NAT ? new Cbor.Nat(magnitude) : new Cbor.NegInt(magnitude.not());
  }

  private Cbor simple(int info) {
    return switch (info) {
      case 20 -> Cbor.Bool.FALSE;
      case 21 -> Cbor.Bool.TRUE;
      case 22, 23 -> Cbor.Null.NULL;
      case 25, 26, 27 ->
          throw new CborException("floating point number at byte %d".formatted(at - 1));
      case INDEFINITE -> throw new CborException("break at byte %d ends nothing".formatted(at - 1));
      default -> throw new CborException("unknown simple value at byte %d".formatted(at - 1));
    };
  }

  private Bytes string(int major, int info) {
    if (info != INDEFINITE) {
      return take(length(info, 1));
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (!atBreak()) {
      int head = next();
      if (head >>> 5 != major || (head & 31) == INDEFINITE) {
        throw new CborException("chunk at byte %d is of another type".formatted(at - 1));
      }
      Bytes chunk = take(length(head & 31, 1));
      if (major == TEXT) {
        decodeUtf8(chunk);
      }
      all.writeBytes(chunk.unsafeArray());
    }
    return Bytes.wrap(all.toByteArray());
  }

  private static String decodeUtf8(Bytes utf8) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(utf8.unsafeArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CborException("text is not UTF-8", e);
    }
  }

  private Bytes take(int length) {
    Bytes bytes = Bytes.copyOf(in, at, length);
    at += length;
    return bytes;
  }

  private boolean atBreak() {
    if (at < in.length && (in[at] & 0xff) == BREAK) {
      at++;
      return true;
    }
    return false;
  }

  /// Reads a length of units that take at least `unitBytes` each.
  private int length(int info, int unitBytes) {
    long length = argument(info);
    int allowed = (in.length - at) / unitBytes;
    if (Long.compareUnsigned(length, allowed) > 0) {
      throw new CborException(
          "length before byte %d is %s, at most %d fit into the input"
              .formatted(at, Long.toUnsignedString(length), allowed));
    }
    return (int) length;
  }

  private long argument(int info) {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw new CborException("length form %d at byte %d is not defined".formatted(info, at - 1));
    }
    long value = 0;
    for (int i = 0; i < 1 << (info - 24); i++) {
      value = value << 8 | next();
    }
    return value;
  }

  private int next() {
    if (at == in.length) {
      throw new CborException("input ends at byte %d inside a value".formatted(at));
    }
    return in[at++] & 0xff;
  }
}
