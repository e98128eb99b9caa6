package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The storages of one test: opens them, and closes what the test left open.
public final class StorageLab {

  private static final String MAIN = "main";

  private final StorageFactory factory;

  private final Path directory;

  private final List<Storage> opened = new ArrayList<>();

  StorageLab(StorageFactory factory, Path directory) {
    this.factory = factory;
    this.directory = directory;
  }

  StorageFactory factory() {
    return factory;
  }

  Path directory(String name) {
    return directory.resolve(name);
  }

  Storage open() {
    return open(MAIN);
  }

  Storage open(String name) {
    return open(directory(name));
  }

  Storage open(Path path) {
    Storage storage = factory.open(path);
    opened.add(storage);
    return storage;
  }

  /// Closes `storage`, which [#open()] gave, and opens it again.
  Storage reopen(Storage storage) {
    storage.close();
    return open();
  }

  void close() {
    opened.forEach(Storage::close);
  }

  /// The key or value `text`.
  static Bytes b(String text) {
    return Bytes.ofUtf8(text);
  }

  static Bytes number(int value) {
    return Bytes.wrap(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  /// `size` bytes that differ from place to place and from seed to seed.
  static Bytes pattern(int size, int seed) {
    byte[] bytes = new byte[size];
    int state = seed * 2 + 1;
    for (int i = 0; i < size; i++) {
      state = state * 1664525 + 1013904223;
      bytes[i] = (byte) (state >>> 24);
    }
    return Bytes.wrap(bytes);
  }

  static Height h(long value) {
    return new Height(value);
  }

  /// The entries of `table` in the order of a scan, each as `key=value`.
  static List<String> scan(Storage storage, String table) {
    return scan(storage, table, Bytes.EMPTY, null);
  }

  static List<String> scan(Storage storage, String table, Bytes from, @Nullable Bytes to) {
    List<String> entries = new ArrayList<>();
    storage.scan(
        table,
        from,
        to,
        (key, value) -> {
          entries.add(key.toUtf8() + "=" + value.toUtf8());
          return true;
        });
    return entries;
  }

  /// Appends and syncs one block for each height, inclusive.
  static void appendBlocks(Storage storage, long first, long last) {
    for (long height = first; height <= last; height++) {
      storage.blocks().append(h(height), blockOf(height));
    }
    storage.blocks().sync();
  }

  static Bytes blockOf(long height) {
    return Bytes.ofUtf8("block " + height);
  }

  /// The blocks from the first to the last height as text; a hole shows as `null`.
  static List<String> blocks(Storage storage) {
    BlockLog log = storage.blocks();
    List<String> blocks = new ArrayList<>();
    Height first = log.firstHeight();
    Height last = log.lastHeight();
    if (first == null || last == null) {
      return blocks;
    }
    for (long height = first.value(); height <= last.value(); height++) {
      Bytes block = log.read(h(height));
      blocks.add(block == null ? "null" : block.toUtf8());
    }
    return blocks;
  }

  static byte[] export(Storage storage) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    storage.exportTo(out);
    return out.toByteArray();
  }
}
