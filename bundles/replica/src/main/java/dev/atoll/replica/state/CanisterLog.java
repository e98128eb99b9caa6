package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;

/// What a canister printed and how it trapped, the newest few kilobytes.
///
/// Source: Internet Computer interface specification, "IC method fetch_canister_logs".
public final class CanisterLog {

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  private long nextIndex;

  private long sizeBytes;

  /// One line.
  ///
  /// @param index counts up from 0 over the life of the canister
  public record Entry(long index, long timeNanos, Bytes content) {

    /// What the entry counts for; content longer than the log is cut.
    long sizeBytes() {
      return 16L + content.size();
    }
  }

  /// Adds a line and drops the oldest ones that do not fit any more.
  public void add(long timeNanos, Bytes content, long limitBytes) {
    long room = Math.max(0, limitBytes - 16);
    Bytes kept =
        content.size() <= room ? content : Bytes.copyOf(content.unsafeArray(), 0, (int) room);
    Entry entry = new Entry(nextIndex++, timeNanos, kept);
    entries.addLast(entry);
    sizeBytes += entry.sizeBytes();
    while (sizeBytes > limitBytes && !entries.isEmpty()) {
      sizeBytes -= entries.removeFirst().sizeBytes();
    }
  }

  /// Drops the lines; the index goes on.
  public void clear() {
    entries.clear();
    sizeBytes = 0;
  }

  public Collection<Entry> entries() {
    return Collections.unmodifiableCollection(entries);
  }

  /// What the lines count for.
  public long sizeBytes() {
    return sizeBytes;
  }

  public long nextIndex() {
    return nextIndex;
  }

  /// Puts back what a checkpoint kept.
  public static CanisterLog restore(Collection<Entry> entries, long nextIndex) {
    CanisterLog log = new CanisterLog();
    for (Entry entry : entries) {
      log.entries.addLast(entry);
      log.sizeBytes += entry.sizeBytes();
    }
    log.nextIndex = nextIndex;
    return log;
  }
}
