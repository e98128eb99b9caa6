package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Does what another storage does; a defect overrides one method.
class ForwardingStorage implements Storage {

  final Storage sound;

  ForwardingStorage(Storage sound) {
    this.sound = sound;
  }

  @Override
  public @Nullable Bytes get(String table, Bytes key) {
    return sound.get(table, key);
  }

  @Override
  public void scan(String table, Bytes from, @Nullable Bytes to, EntryVisitor visitor) {
    sound.scan(table, from, to, visitor);
  }

  @Override
  public void commit(WriteBatch batch) {
    sound.commit(batch);
  }

  @Override
  public BlockLog blocks() {
    return sound.blocks();
  }

  @Override
  public void exportTo(OutputStream out) throws IOException {
    sound.exportTo(out);
  }

  @Override
  public void importFrom(InputStream in) throws IOException {
    sound.importFrom(in);
  }

  @Override
  public void close() {
    sound.close();
  }

  static class ForwardingLog implements BlockLog {

    final BlockLog sound;

    ForwardingLog(BlockLog sound) {
      this.sound = sound;
    }

    @Override
    public void append(Height height, Bytes block) {
      sound.append(height, block);
    }

    @Override
    public void sync() {
      sound.sync();
    }

    @Override
    public @Nullable Bytes read(Height height) {
      return sound.read(height);
    }

    @Override
    public @Nullable Height firstHeight() {
      return sound.firstHeight();
    }

    @Override
    public @Nullable Height lastHeight() {
      return sound.lastHeight();
    }

    @Override
    public void removeBelow(Height height) {
      sound.removeBelow(height);
    }
  }
}
