package dev.atoll.crypto.blst;

import dev.atoll.types.Bytes;

/// The DER form of an ECDSA signature on a curve of 256 bits: SEQUENCE { INTEGER r, INTEGER s }.
///
/// Only the one canonical encoding is read; whether r and s are in range is not checked.
///
/// Source: RFC 3279 section 2.2.3; Web Authentication level 2, section 6.5.6.
final class DerSignature {

  private static final int SCALAR_SIZE_BYTES = 32;

  private static final int SEQUENCE = 0x30;

  private static final int INTEGER = 0x02;

  private final byte[] in;

  private int at;

  private DerSignature(byte[] in) {
    this.in = in;
  }

  /// r and s, 32 bytes each.
  ///
  /// @throws IllegalArgumentException if `der` is not canonical, or a number is negative or longer
  static Bytes scalars(Bytes der) {
    DerSignature reader = new DerSignature(der.unsafeArray());
    if (reader.head(SEQUENCE) != der.size() - reader.at) {
      throw malformed();
    }
    Bytes r = reader.scalar();
    Bytes s = reader.scalar();
    if (reader.at != der.size()) {
      throw malformed();
    }
    return Bytes.concat(r, s);
  }

  private Bytes scalar() {
    int size = head(INTEGER);
    if (size == 0 || in[at] < 0) {
      throw malformed();
    }
    if (size > 1 && in[at] == 0) {
      at++;
      size--;
      if (in[at] >= 0) {
        throw malformed();
      }
    }
    if (size > SCALAR_SIZE_BYTES) {
      throw malformed();
    }
    byte[] scalar = new byte[SCALAR_SIZE_BYTES];
    System.arraycopy(in, at, scalar, scalar.length - size, size);
    at += size;
    return Bytes.wrap(scalar);
  }

  /// The size of the element that begins here; all sizes that occur take one byte.
  private int head(int tag) {
    if (at + 2 > in.length || in[at] != tag) {
      throw malformed();
    }
    int size = in[at + 1];
    at += 2;
    if (size < 0 || at + size > in.length) {
      throw malformed();
    }
    return size;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("ECDSA signature is not in canonical DER");
  }
}
