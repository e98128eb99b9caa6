package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The block log in segment files of bounded size.
///
/// Callable from any thread; its monitor guards it. Of those who sync at the same time one forces
/// the file, without the monitor, and the others wait: what was appended meanwhile is forced
/// together.
final class SegmentedBlockLog implements BlockLog {

  private final Path directory;

  /// When a new segment is begun; one block more may be in it.
  private final long segmentSizeBytes;

  private final Deque<BlockSegment> segments = new ArrayDeque<>();

  /// Blocks that were appended, and blocks that are durable, since the log was opened.
  private long appended;

  private long synced;

  private boolean forcing;

  /// How often the operating system was asked to make blocks durable.
  private long forces;

  private int pins;

  private @Nullable StorageException broken;

  private boolean closed;

  SegmentedBlockLog(Path directory, long segmentSizeBytes) {
    this.directory = directory;
    this.segmentSizeBytes = segmentSizeBytes;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StorageException("%s cannot be created".formatted(directory), e);
    }
    List<Path> files =
        StorageFiles.list(directory).stream().filter(BlockSegment::isSegment).toList();
    try {
      for (int i = 0; i < files.size(); i++) {
        load(files.get(i), i == files.size() - 1);
      }
    } catch (RuntimeException | Error e) {
      segments.forEach(BlockSegment::close);
      throw e;
    }
  }

  private void load(Path path, boolean last) {
    BlockSegment segment = BlockSegment.load(path, last);
    BlockSegment before = segments.peekLast();
    if (before != null && before.next() != segment.first()) {
      segment.close();
      throw new StorageException(
          "%s begins with block %d, expected %d".formatted(path, segment.first(), before.next()));
    }
    if (segment.isEmpty()) {
      segment.delete(); // begun, and never synced
    } else {
      segments.add(segment);
    }
  }

  @Override
  public synchronized void append(Height height, Bytes block) {
    checkUsable();
    if (block.size() > BLOCK_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "block %s is %d bytes, at most %d allowed"
              .formatted(height, block.size(), BLOCK_SIZE_BYTES_MAX));
    }
    BlockSegment last = segments.peekLast();
    if (last != null && height.value() != last.next()) {
      throw new IllegalArgumentException(
          "cannot append block %s: the next block is %d".formatted(height, last.next()));
    }
    if (last == null || last.end() >= segmentSizeBytes) {
      last = begin(height, last);
    }
    last.append(height, block);
    appended++;
  }

  /// Only the last segment may have a torn end, so the one before it is made durable first.
  private BlockSegment begin(Height height, @Nullable BlockSegment before) {
    if (before != null) {
      force(before);
      synced = appended;
    }
    BlockSegment segment = BlockSegment.create(directory, height);
    segments.add(segment);
    return segment;
  }

  private void force(BlockSegment segment) {
    try {
      segment.force();
    } catch (StorageException e) {
      broken = e; // what the operating system has dropped cannot be forced a second time
      throw e;
    }
  }

  @Override
  public void sync() {
    boolean interrupted = false;
    try {
      BlockSegment segment;
      long upTo;
      long end;
      synchronized (this) {
        checkUsable();
        long target = appended;
        while (forcing && synced < target) {
          interrupted |= !waited();
          checkUsable();
        }
        segment = segments.peekLast();
        if (synced >= target || segment == null) {
          return;
        }
        forcing = true;
        upTo = appended;
        end = segment.end();
      }
      forceShared(segment, upTo, end);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void forceShared(BlockSegment segment, long upTo, long end) {
    @Nullable StorageException failure = null;
    try {
      segment.force();
    } catch (StorageException e) {
      failure = e;
    }
    synchronized (this) {
      forcing = false;
      notifyAll();
      if (failure != null) {
        broken = failure;
        throw failure;
      }
      forces++;
      synced = Math.max(synced, upTo);
      segment.durableTo(end);
    }
  }

  /// @return whether no interrupt ended the wait
  @SuppressWarnings("WaitNotInLoop") // every caller loops
  private synchronized boolean waited() {
    try {
      wait();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Override
  public synchronized @Nullable Bytes read(Height height) {
    checkOpen();
    Iterator<BlockSegment> newestFirst = segments.descendingIterator();
    while (newestFirst.hasNext()) {
      BlockSegment segment = newestFirst.next();
      if (height.value() >= segment.first()) {
        return height.value() < segment.next() ? segment.read(height) : null;
      }
    }
    return null;
  }

  @Override
  public synchronized @Nullable Height firstHeight() {
    checkOpen();
    BlockSegment first = segments.peekFirst();
    return first == null ? null : new Height(first.first());
  }

  @Override
  public synchronized @Nullable Height lastHeight() {
    checkOpen();
    BlockSegment last = segments.peekLast();
    return last == null ? null : new Height(last.next() - 1);
  }

  /// Whole segments go, the oldest first, so that a crash in between leaves no hole.
  @Override
  public synchronized void removeBelow(Height height) {
    checkOpen();
    while (pins == 0 && segments.size() > 1 && segments.getFirst().next() <= height.value()) {
      segments.removeFirst().delete();
      DiskFile.forceNames(directory);
    }
  }

  synchronized long forces() {
    return forces;
  }

  /// Has all blocks stay until [#unpin].
  synchronized void pin() {
    pins++;
  }

  synchronized void unpin() {
    pins--;
  }

  /// Removes all blocks.
  synchronized void empty() {
    awaitForce();
    segments.forEach(BlockSegment::delete);
    segments.clear();
    DiskFile.forceNames(directory);
    synced = appended;
  }

  private void checkUsable() {
    checkOpen();
    if (broken != null) {
      throw new StorageException("%s was not made durable before".formatted(directory), broken);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("block log %s is closed".formatted(directory));
    }
  }

  private void awaitForce() {
    boolean interrupted = false;
    while (forcing) {
      interrupted |= !waited();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void close() {
    if (closed) {
      return;
    }
    awaitForce();
    closed = true;
    notifyAll();
    try {
      BlockSegment last = segments.peekLast();
      if (last != null && broken == null) {
        force(last);
        last.mark();
      }
    } finally {
      segments.forEach(BlockSegment::close);
    }
  }
}
