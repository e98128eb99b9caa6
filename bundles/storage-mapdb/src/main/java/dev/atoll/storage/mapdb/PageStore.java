package dev.atoll.storage.mapdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;
import org.jspecify.annotations.Nullable;

/// The bytes of `tables.db` as MapDB shall see them: those on disk, and over them the pages that
/// changed since.
///
/// Three layers: *pending* pages belong to the commit that is being made, *active* ones are in the
/// journal, *frozen* ones are in the journal and on their way into the file. Not thread-safe: reads
/// need the storage's read lock, everything else its write lock, but for [#writeFrozen].
final class PageStore {

  static final int PAGE_SIZE_BYTES = 4096;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final BaseFile base;

  private final Journals journals;

  private LongObjectHashMap<byte[]> pending = new LongObjectHashMap<>();

  private LongObjectHashMap<byte[]> active = new LongObjectHashMap<>();

  private @Nullable LongObjectHashMap<byte[]> frozen;

  /// How far MapDB has asked for room; what was never written reads as zeros.
  private long length;

  PageStore(BaseFile base, Journals journals) {
    this.base = base;
    this.journals = journals;
    this.length = base.size();
  }

  long length() {
    return length;
  }

  void ensureLength(long atLeast) {
    length = Math.max(length, atLeast);
  }

  byte getByte(long offset) {
    byte @Nullable [] page = find(offset / PAGE_SIZE_BYTES);
    return page == null ? base.getByte(offset) : page[inPage(offset)];
  }

  int getInt(long offset) {
    if (inPage(offset) > PAGE_SIZE_BYTES - Integer.BYTES) {
      byte[] bytes = new byte[Integer.BYTES];
      get(offset, bytes, 0, bytes.length);
      return (int) INT.get(bytes, 0);
    }
    byte @Nullable [] page = find(offset / PAGE_SIZE_BYTES);
    return page == null ? base.getInt(offset) : (int) INT.get(page, inPage(offset));
  }

  long getLong(long offset) {
    if (inPage(offset) > PAGE_SIZE_BYTES - Long.BYTES) {
      byte[] bytes = new byte[Long.BYTES];
      get(offset, bytes, 0, bytes.length);
      return (long) LONG.get(bytes, 0);
    }
    byte @Nullable [] page = find(offset / PAGE_SIZE_BYTES);
    return page == null ? base.getLong(offset) : (long) LONG.get(page, inPage(offset));
  }

  void get(long offset, byte[] bytes, int from, int count) {
    int done = 0;
    while (done < count) {
      long at = offset + done;
      int part = Math.min(count - done, PAGE_SIZE_BYTES - inPage(at));
      byte @Nullable [] page = find(at / PAGE_SIZE_BYTES);
      if (page == null) {
        base.get(at, bytes, from + done, part);
      } else {
        System.arraycopy(page, inPage(at), bytes, from + done, part);
      }
      done += part;
    }
  }

  private byte @Nullable [] find(long index) {
    byte @Nullable [] page = pending.get(index);
    if (page == null) {
      page = active.get(index);
    }
    if (page == null && frozen != null) {
      page = frozen.get(index);
    }
    return page;
  }

  private static int inPage(long offset) {
    return (int) (offset % PAGE_SIZE_BYTES);
  }

  void put(long offset, byte[] bytes, int from, int count) {
    ensureLength(offset + count);
    int done = 0;
    while (done < count) {
      long at = offset + done;
      int part = Math.min(count - done, PAGE_SIZE_BYTES - inPage(at));
      byte[] page = writable(at / PAGE_SIZE_BYTES, part < PAGE_SIZE_BYTES);
      System.arraycopy(bytes, from + done, page, inPage(at), part);
      done += part;
    }
  }

  void putByte(long offset, byte value) {
    ensureLength(offset + 1);
    writable(offset / PAGE_SIZE_BYTES, true)[inPage(offset)] = value;
  }

  void putInt(long offset, int value) {
    byte[] bytes = new byte[Integer.BYTES];
    INT.set(bytes, 0, value);
    put(offset, bytes, 0, bytes.length);
  }

  void putLong(long offset, long value) {
    if (inPage(offset) > PAGE_SIZE_BYTES - Long.BYTES) {
      byte[] bytes = new byte[Long.BYTES];
      LONG.set(bytes, 0, value);
      put(offset, bytes, 0, bytes.length);
    } else {
      ensureLength(offset + Long.BYTES);
      LONG.set(writable(offset / PAGE_SIZE_BYTES, true), inPage(offset), value);
    }
  }

  /// Writes zeros; where nothing was ever written there is nothing to do.
  void clear(long from, long to) {
    ensureLength(to);
    long at = from;
    while (at < to) {
      int part = (int) Math.min(to - at, PAGE_SIZE_BYTES - inPage(at));
      long index = at / PAGE_SIZE_BYTES;
      if (find(index) != null || index * PAGE_SIZE_BYTES < base.size()) {
        byte[] page = writable(index, part < PAGE_SIZE_BYTES);
        Arrays.fill(page, inPage(at), inPage(at) + part, (byte) 0);
      }
      at += part;
    }
  }

  /// The page of the commit that is being made; its old content only if it is not written whole.
  private byte[] writable(long index, boolean withContent) {
    byte @Nullable [] page = pending.get(index);
    if (page == null) {
      page = new byte[PAGE_SIZE_BYTES];
      if (withContent) {
        get(index * PAGE_SIZE_BYTES, page, 0, PAGE_SIZE_BYTES);
      }
      pending.put(index, page);
    }
    return page;
  }

  /// Makes the pending pages durable and part of what was committed.
  ///
  /// @throws dev.atoll.spi.storage.StorageException if they are not durable; they are pending still
  void commit() {
    if (pending.isEmpty()) {
      return;
    }
    journals.append(pending);
    if (active.isEmpty()) {
      active = pending;
      pending = new LongObjectHashMap<>();
    } else {
      active.putAll(pending);
      pending.clear();
    }
  }

  /// Forgets the pending pages.
  void rollback() {
    pending = new LongObjectHashMap<>();
  }

  long activeSizeBytes() {
    return (long) active.size() * PAGE_SIZE_BYTES;
  }

  boolean hasFrozen() {
    return frozen != null;
  }

  /// Has the active pages wait for [#writeFrozen]; commits go to a new journal from now on.
  void freeze() {
    if (frozen != null) {
      throw new IllegalStateException("the last checkpoint is not done");
    }
    frozen = active;
    active = new LongObjectHashMap<>();
    journals.roll();
  }

  /// Writes the frozen pages into the file, durably. Needs no lock: frozen pages do not change.
  void writeFrozen(LongObjectHashMap<byte[]> pages) {
    base.write(pages);
  }

  @Nullable LongObjectHashMap<byte[]> frozen() {
    return frozen;
  }

  /// Forgets the frozen pages, which the file has now, and their journal.
  void dropFrozen() {
    base.remap();
    frozen = null;
    journals.deleteOld();
  }
}
