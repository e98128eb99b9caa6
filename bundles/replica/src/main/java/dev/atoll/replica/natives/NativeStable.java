package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.canister.StableMemory;
import dev.atoll.types.Bytes;

/// The stable memory, through the functions with 64-bit addresses.
final class NativeStable implements StableMemory {

  private final NativeContext context;

  NativeStable(NativeContext context) {
    this.context = context;
  }

  @Override
  public long sizePages() {
    return context.system().call("stable64_size");
  }

  @Override
  public long grow(long pages) {
    return context.system().call("stable64_grow", pages);
  }

  @Override
  public Bytes read(long offset, int size) {
    if (size < 0) {
      throw new IllegalArgumentException("size is %d, at least 0 expected".formatted(size));
    }
    if (size > sizeBytes()) {
      // Traps before there is an array of that size.
      context.system().call("stable64_read", SystemCalls.DATA, offset, size);
    }
    byte[] all = new byte[size];
    for (int at = 0; at < size; at += CanisterContext.PART_SIZE_BYTES) {
      int part = Math.min(size - at, CanisterContext.PART_SIZE_BYTES);
      context.system().call("stable64_read", SystemCalls.DATA, offset + at, part);
      System.arraycopy(context.system().get(part), 0, all, at, part);
    }
    return Bytes.wrap(all);
  }

  private long sizeBytes() {
    return sizePages() * PAGE_SIZE_BYTES;
  }

  @Override
  public void write(long offset, Bytes bytes) {
    context
        .system()
        .write(
            bytes,
            (at, size) ->
                context.system().call("stable64_write", offset + at, SystemCalls.DATA, size));
  }
}
