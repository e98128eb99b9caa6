package dev.atoll.types;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/// An identity of the Internet Computer: a user, a canister, a subnet or a node.
///
/// Ordered by its bytes, unsigned and lexicographic. Text form: lower-case base32 of CRC32 (big
/// endian) and bytes, in groups of five joined by `-`.
///
/// Source: Internet Computer interface specification, "Principals".
public final class Principal implements Comparable<Principal> {

  public static final int SIZE_BYTES_MAX = 29;

  /// `aaaaa-aa`, the management canister.
  public static final Principal MANAGEMENT_CANISTER = new Principal(Bytes.EMPTY);

  public static final Principal ANONYMOUS = new Principal(Bytes.wrap(new byte[] {4}));

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private static final int TAG_OPAQUE = 1;

  private static final int TAG_SELF_AUTHENTICATING = 2;

  private final Bytes bytes;

  private Principal(Bytes bytes) {
    this.bytes = bytes;
  }

  /// @throws IllegalArgumentException if there are more than 29 bytes
  public static Principal of(Bytes bytes) {
    if (bytes.size() > SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "principal is %d bytes, at most %d allowed".formatted(bytes.size(), SIZE_BYTES_MAX));
    }
    return new Principal(bytes);
  }

  /// @throws IllegalArgumentException if there are more than 29 bytes
  public static Principal of(byte[] bytes) {
    return of(Bytes.copyOf(bytes));
  }

  /// The canister id that the registry assigns: `index` in big endian, then 01 01.
  public static Principal ofCanisterIndex(long index) {
    return new Principal(
        Bytes.wrap(ByteBuffer.allocate(10).putLong(index).put((byte) 1).put((byte) 1).array()));
  }

  /// The principal that holds the private key of a public key: SHA-224 of its DER form, then 02.
  public static Principal selfAuthenticating(byte[] derPublicKey) {
    byte[] id = Arrays.copyOf(Hashes.sha224(derPublicKey), 29);
    id[28] = TAG_SELF_AUTHENTICATING;
    return new Principal(Bytes.wrap(id));
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException if the text is not the one canonical form of a principal
  public static Principal fromText(String text) {
    byte[] decoded = decodeBase32(text.replace("-", ""), text);
    if (decoded.length < 4) {
      throw new IllegalArgumentException("principal '" + text + "' is too short");
    }
    Principal principal = of(Bytes.copyOf(decoded, 4, decoded.length - 4));
    String canonical = principal.toString();
    if (!canonical.equals(text)) {
      throw new IllegalArgumentException(
          canonical.equals(text.toLowerCase(Locale.ROOT))
              ? "principal '" + text + "' is not in its canonical form " + canonical
              : "principal '" + text + "' has a wrong checksum or grouping");
    }
    return principal;
  }

  public Bytes bytes() {
    return bytes;
  }

  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  public boolean isAnonymous() {
    return equals(ANONYMOUS);
  }

  public boolean isManagementCanister() {
    return bytes.isEmpty();
  }

  public boolean isOpaque() {
    return !bytes.isEmpty() && bytes.get(bytes.size() - 1) == TAG_OPAQUE;
  }

  public boolean isSelfAuthenticating() {
    return bytes.size() == SIZE_BYTES_MAX && bytes.get(28) == TAG_SELF_AUTHENTICATING;
  }

  /// Whether this is a canister id as [#ofCanisterIndex] makes them.
  public boolean hasCanisterIndex() {
    return bytes.size() == 10 && bytes.get(8) == 1 && bytes.get(9) == 1;
  }

  /// The inverse of [#ofCanisterIndex].
  ///
  /// @throws IllegalStateException if this is not a canister id of that form
  public long canisterIndex() {
    if (!hasCanisterIndex()) {
      throw new IllegalStateException("principal " + this + " has no canister index");
    }
    return ByteBuffer.wrap(bytes.unsafeArray()).getLong();
  }

  @Override
  public int compareTo(Principal other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Principal principal && bytes.equals(principal.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /// The text form.
  @Override
  public String toString() {
    CRC32 crc = new CRC32();
    crc.update(bytes.unsafeArray());
    byte[] all =
        ByteBuffer.allocate(4 + bytes.size())
            .putInt((int) crc.getValue())
            .put(bytes.unsafeArray())
            .array();
    StringBuilder text = new StringBuilder(all.length * 2);
    long buffer = 0;
    int bits = 0;
    int digits = 0;
    for (byte b : all) {
      buffer = buffer << 8 | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        digits = append(text, (int) (buffer >>> bits) & 31, digits);
      }
    }
    if (bits > 0) {
      append(text, (int) (buffer << (5 - bits)) & 31, digits);
    }
    return text.toString();
  }

  private static int append(StringBuilder text, int digit, int digits) {
    if (digits > 0 && digits % 5 == 0) {
      text.append('-');
    }
    text.append(ALPHABET.charAt(digit));
    return digits + 1;
  }

  private static byte[] decodeBase32(String digits, String text) {
    byte[] out = new byte[digits.length() * 5 / 8];
    long buffer = 0;
    int bits = 0;
    int at = 0;
    for (byte c : digits.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)) {
      int digit = ALPHABET.indexOf(c);
      if (digit < 0) {
        throw new IllegalArgumentException("principal '" + text + "' is not base32");
      }
      buffer = buffer << 5 | digit;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out[at++] = (byte) (buffer >>> bits);
      }
    }
    return out;
  }
}
