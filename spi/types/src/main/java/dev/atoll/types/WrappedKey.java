package dev.atoll.types;

import java.util.Arrays;

/// Public keys of any length as DER `SubjectPublicKeyInfo`, under the algorithms that the Internet
/// Computer has named for itself.
///
/// DER leaves one way to write each length, and only that one is read.
///
/// Source: Internet Computer interface specification, "Web Authentication" and "Canister
/// signatures".
public final class WrappedKey {

  private static final int SEQUENCE = 0x30;

  private static final int BIT_STRING = 0x03;

  /// Bits of the last byte that do not count: keys are whole bytes.
  private static final int UNUSED_BITS = 0;

  private WrappedKey() {}

  /// What the bits are, as SEQUENCE { OBJECT IDENTIFIER } without parameters.
  public enum Algorithm {
    /// 1.3.6.1.4.1.56387.1.1: a COSE key of web authentication.
    COSE("300c060a2b0601040183b8430101"),

    /// 1.3.6.1.4.1.56387.1.2: a canister and its seed.
    CANISTER("300c060a2b0601040183b8430102");

    @SuppressWarnings("ImmutableEnumChecker") // Bytes is immutable
    private final Bytes der;

    Algorithm(String hex) {
      this.der = Bytes.ofHex(hex);
    }
  }

  /// Whether `der` begins as a key of `algorithm`; the bits may still be malformed.
  public static boolean is(Algorithm algorithm, Bytes der) {
    byte[] in = der.unsafeArray();
    int at = contentOffset(in, 0, SEQUENCE);
    int end = at + algorithm.der.size();
    return at > 0
        && in.length >= end
        && Arrays.equals(in, at, end, algorithm.der.unsafeArray(), 0, algorithm.der.size());
  }

  /// The bits of the key `der`.
  ///
  /// @throws IllegalArgumentException unless `der` is a key of `algorithm`
  public static Bytes bits(Algorithm algorithm, Bytes der) {
    if (!is(algorithm, der)) {
      throw new IllegalArgumentException("public key is not of the algorithm " + algorithm);
    }
    byte[] in = der.unsafeArray();
    int at = contentOffset(in, 0, SEQUENCE) + algorithm.der.size();
    int bits = contentOffset(in, at, BIT_STRING);
    if (bits < 0 || bits == in.length || in[bits] != UNUSED_BITS) {
      throw new IllegalArgumentException("public key has a malformed bit string");
    }
    return Bytes.copyOf(in, bits + 1, in.length - bits - 1);
  }

  /// The one encoding of the key with these bits.
  public static Bytes wrap(Algorithm algorithm, Bytes bits) {
    Bytes string = element(BIT_STRING, Bytes.concat(bytes(UNUSED_BITS), bits));
    return element(SEQUENCE, Bytes.concat(algorithm.der, string));
  }

  /// Where the content of the DER element at `at` begins, or -1 if there is none with this tag, its
  /// length is not in the one canonical form, or it does not end with the input.
  private static int contentOffset(byte[] der, int at, int tag) {
    if (der.length < at + 2 || der[at] != tag) {
      return -1;
    }
    int first = der[at + 1] & 0xff;
    int lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    int content = at + 2 + lengthBytes;
    if (first == 0x80 || lengthBytes > 2 || der.length < content) {
      return -1;
    }
    int length = lengthBytes == 0 ? first : 0;
    for (int i = at + 2; i < content; i++) {
      length = (length << 8) | (der[i] & 0xff);
    }
    boolean shortest =
        switch (lengthBytes) {
          case 0 -> true;
          case 1 -> length >= 0x80;
          default -> length >= 0x100;
        };
    return shortest && content + length == der.length ? content : -1;
  }

  private static Bytes element(int tag, Bytes content) {
    int size = content.size();
    if (size > 0xffff) {
      throw new IllegalArgumentException(
          "public key is %d bytes, at most %d allowed".formatted(size, 0xffff));
    }
    Bytes head;
    if (size < 0x80) {
      head = bytes(tag, size);
    } else {
      head = size < 0x100 ? bytes(tag, 0x81, size) : bytes(tag, 0x82, size >> 8, size);
    }
    return Bytes.concat(head, content);
  }

  private static Bytes bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return Bytes.wrap(bytes);
  }
}
