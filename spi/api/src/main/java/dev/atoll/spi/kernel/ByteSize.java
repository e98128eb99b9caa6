package dev.atoll.spi.kernel;

/// A size in bytes, written in a configuration as `512B`, `64KiB`, `16MiB` or `2GiB`.
///
/// @param bytes not negative
public record ByteSize(long bytes) {

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("size is %d bytes, at least 0 allowed".formatted(bytes));
    }
  }

  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }
}
