package dev.atoll.storage.mapdb;

import java.nio.ByteBuffer;

/// Reads heads of records that may begin anywhere, without a call of the operating system for each.
final class FileWindow {

  private static final int SIZE_BYTES = 1 << 16;

  private final DiskFile file;

  private final long fileSize;

  private long start;

  private byte[] content = new byte[0];

  FileWindow(DiskFile file) {
    this.file = file;
    this.fileSize = file.size();
  }

  long fileSize() {
    return fileSize;
  }

  /// The `length` bytes at `offset`, which must be in the file; at most 1 KiB.
  ByteBuffer at(long offset, int length) {
    if (offset < start || offset + length > start + content.length) {
      start = offset;
      content = file.read(offset, (int) Math.min(SIZE_BYTES, fileSize - offset));
    }
    return ByteBuffer.wrap(content, (int) (offset - start), length).slice();
  }
}
