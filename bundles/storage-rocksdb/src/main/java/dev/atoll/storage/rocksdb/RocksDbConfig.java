package dev.atoll.storage.rocksdb;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.Default;

/// How much memory outside of the heap is used.
///
/// @param writeBuffer how much of writes gathers in memory before it is brought into files; twice
/// as much may be held at times, for the tables and for the blocks, and a restart reads it again
///     from the write-ahead log
/// @param cache how much of files is kept unpacked
public record RocksDbConfig(
    @Default("32MiB") ByteSize writeBuffer, @Default("32MiB") ByteSize cache) {

  private static final long SIZE_BYTES_MIN = 64 << 10;

  public RocksDbConfig {
    check("write-buffer", writeBuffer);
    check("cache", cache);
  }

  private static void check(String key, ByteSize size) {
    if (size.bytes() < SIZE_BYTES_MIN) {
      throw new IllegalArgumentException(
          "%s is %d bytes, at least %d allowed".formatted(key, size.bytes(), SIZE_BYTES_MIN));
    }
  }
}
