package dev.atoll.replica.systemapi;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.Arrays;

/// Bytes that are appended piece by piece out of a canister's memory.
final class GrowingBytes {

  private static final byte[] NOTHING = new byte[0];

  private byte[] bytes = NOTHING;

  private int size;

  int size() {
    return size;
  }

  /// Appends a range that the caller has checked.
  void append(LinearMemory memory, long address, int length) {
    if (length > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length * 2));
    }
    memory.read(address, bytes, size, length);
    size += length;
  }

  /// What was appended; begins anew.
  Bytes take() {
    Bytes taken = Bytes.wrap(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
    clear();
    return taken;
  }

  void clear() {
    bytes = NOTHING;
    size = 0;
  }
}
