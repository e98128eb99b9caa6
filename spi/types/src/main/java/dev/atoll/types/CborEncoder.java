package dev.atoll.types;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/// Writes the shortest CBOR form of values.
final class CborEncoder {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Bytes bytes() {
    return Bytes.wrap(out.toByteArray());
  }

  CborEncoder item(Cbor value) {
    switch (value) {
      case Cbor.Nat(BigInteger nat) -> number(0, CborDecoder.TAG_NAT, nat);
      case Cbor.NegInt(BigInteger negative) -> number(1, CborDecoder.TAG_NEGATIVE, negative.not());
      case Cbor.Blob(Bytes blob) -> string(2, blob.unsafeArray());
      case Cbor.Text(String text) -> string(3, text.getBytes(StandardCharsets.UTF_8));
      case Cbor.Array array -> {
        head(4, array.items().size());
        array.items().forEach(this::item);
      }
      case Cbor.CborMap map -> {
        head(5, map.entries().size());
        map.entries()
            .forEach(
                (key, field) -> {
                  string(3, key.getBytes(StandardCharsets.UTF_8));
                  item(field);
                });
      }
      case Cbor.Tagged(long tag, Cbor inner) -> {
        head(6, tag);
        item(inner);
      }
      case Cbor.Bool(boolean bool) -> head(7, bool ? 21 : 20);
      case Cbor.Null() -> head(7, 22);
    }
    return this;
  }

  private void number(int major, int bignumTag, BigInteger magnitude) {
    if (magnitude.bitLength() <= Long.SIZE) {
      head(major, magnitude.longValue());
      return;
    }
    byte[] bytes = magnitude.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    head(6, bignumTag);
    head(2, bytes.length - sign);
    out.write(bytes, sign, bytes.length - sign);
  }

  private void string(int major, byte[] bytes) {
    head(major, bytes.length);
    out.writeBytes(bytes);
  }

  private void head(int major, long argument) {
    if (Long.compareUnsigned(argument, 24) < 0) {
      out.write(major << 5 | (int) argument);
      return;
    }
    int width = 0;
    while (width < 3 && argument >>> (8 << width) != 0) {
      width++;
    }
    out.write(major << 5 | 24 + width);
    for (int shift = (8 << width) - 8; shift >= 0; shift -= 8) {
      out.write((int) (argument >>> shift));
    }
  }
}
