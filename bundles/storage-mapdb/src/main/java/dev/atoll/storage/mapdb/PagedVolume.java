package dev.atoll.storage.mapdb;

import java.io.File;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/// Shows a [PageStore] to MapDB.
///
/// What MapDB calls sync is no commit: the storage commits the pages itself, after MapDB has
/// written all it has.
final class PagedVolume extends Volume {

  private final PageStore pages;

  PagedVolume(PageStore pages) {
    this.pages = pages;
  }

  @Override
  public void ensureAvailable(long offset) {
    pages.ensureLength(offset);
  }

  @Override
  public void truncate(long size) {
    throw new UnsupportedOperationException("tables.db does not shrink");
  }

  @Override
  public void putLong(long offset, long value) {
    pages.putLong(offset, value);
  }

  @Override
  public void putInt(long offset, int value) {
    pages.putInt(offset, value);
  }

  @Override
  public void putByte(long offset, byte value) {
    pages.putByte(offset, value);
  }

  @Override
  public void putData(long offset, byte[] source, int from, int count) {
    pages.put(offset, source, from, count);
  }

  @Override
  public void putData(long offset, ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    pages.put(offset, bytes, 0, bytes.length);
  }

  @Override
  public long getLong(long offset) {
    return pages.getLong(offset);
  }

  @Override
  public int getInt(long offset) {
    return pages.getInt(offset);
  }

  @Override
  public byte getByte(long offset) {
    return pages.getByte(offset);
  }

  @Override
  public DataInput2 getDataInput(long offset, int size) {
    byte[] bytes = new byte[size];
    pages.get(offset, bytes, 0, size);
    return new DataInput2.ByteArray(bytes);
  }

  @Override
  public void getData(long offset, byte[] bytes, int from, int size) {
    pages.get(offset, bytes, from, size);
  }

  @Override
  public void clear(long from, long to) {
    pages.clear(from, to);
  }

  @Override
  public void sync() {}

  @Override
  public void close() {
    closed.set(true);
  }

  @Override
  public int sliceSize() {
    return -1;
  }

  @Override
  public boolean isSliced() {
    return false;
  }

  @Override
  public long length() {
    return pages.length();
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public @Nullable File getFile() {
    return null; // no business of MapDB
  }

  @Override
  public boolean getFileLocked() {
    return false;
  }
}
