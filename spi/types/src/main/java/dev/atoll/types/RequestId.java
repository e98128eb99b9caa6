package dev.atoll.types;

/// Names a request: the representation-independent hash of its content.
///
/// Source: Internet Computer interface specification, "Request ids".
///
/// @param bytes 32 bytes
public record RequestId(Bytes bytes) implements Comparable<RequestId> {

  public static final int SIZE_BYTES = 32;

  public RequestId {
    if (bytes.size() != SIZE_BYTES) {
      throw new IllegalArgumentException(
          "request id is %d bytes, %d expected".formatted(bytes.size(), SIZE_BYTES));
    }
  }

  @Override
  public int compareTo(RequestId other) {
    return bytes.compareTo(other.bytes);
  }

  /// The recommended text: `0x` and lower-case hexadecimal digits.
  @Override
  public String toString() {
    return "0x" + bytes.toHex();
  }
}
