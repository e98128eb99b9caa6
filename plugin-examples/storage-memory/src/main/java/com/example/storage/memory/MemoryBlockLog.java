package com.example.storage.memory;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import org.jspecify.annotations.Nullable;

/// Blocks in a sorted map, under the lock of the contents.
final class MemoryBlockLog implements BlockLog {

  private final Contents contents;

  private final Runnable checkOpen;

  MemoryBlockLog(Contents contents, Runnable checkOpen) {
    this.contents = contents;
    this.checkOpen = checkOpen;
  }

  @Override
  public void append(Height height, Bytes block) {
    synchronized (contents) {
      checkOpen.run();
      if (block.size() > BLOCK_SIZE_BYTES_MAX) {
        throw new IllegalArgumentException(
            "block is %d bytes, at most %d allowed".formatted(block.size(), BLOCK_SIZE_BYTES_MAX));
      }
      if (!contents.blocks.isEmpty() && !height.equals(contents.blocks.lastKey().next())) {
        throw new IllegalArgumentException(
            "block has the height %s, the next one is %s"
                .formatted(height, contents.blocks.lastKey().next()));
      }
      contents.blocks.put(height, block);
    }
  }

  /// The heap is as durable as it gets.
  @Override
  public void sync() {
    synchronized (contents) {
      checkOpen.run();
    }
  }

  @Override
  public @Nullable Bytes read(Height height) {
    synchronized (contents) {
      checkOpen.run();
      return contents.blocks.get(height);
    }
  }

  @Override
  public @Nullable Height firstHeight() {
    synchronized (contents) {
      checkOpen.run();
      return contents.blocks.isEmpty() ? null : contents.blocks.firstKey();
    }
  }

  @Override
  public @Nullable Height lastHeight() {
    synchronized (contents) {
      checkOpen.run();
      return contents.blocks.isEmpty() ? null : contents.blocks.lastKey();
    }
  }

  @Override
  public void removeBelow(Height height) {
    synchronized (contents) {
      checkOpen.run();
      if (!contents.blocks.isEmpty()) {
        Height last = contents.blocks.lastKey();
        contents.blocks.headMap(height.compareTo(last) < 0 ? height : last, false).clear();
      }
    }
  }
}
