package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;

/// The process that [StorageProcessContract] starts; each line it tells is written in one piece.
public final class StorageChild {

  static final int PAGES = 60;

  private static final int BALLAST_SIZE_BYTES = 6 << 20;

  private static final int VALUE_SIZE_BYTES = 1 << 16;

  private StorageChild() {}

  /// @param arguments what to do, the class that makes the factory, the directory
  public static void main(String[] arguments) throws Exception {
    StorageFactory factory =
        (StorageFactory)
            Class.forName(arguments[1])
                .asSubclass(Supplier.class)
                .getDeclaredConstructor()
                .newInstance()
                .get();
    Path directory = Path.of(arguments[2]);
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      switch (arguments[0]) {
        case "write" -> writeUntilKilled(factory.open(directory), out);
        case "fill" -> fillDisk(factory, directory, out);
        default -> throw new IllegalArgumentException("nothing is called " + arguments[0]);
      }
    }
  }

  private static void tell(OutputStream out, Object what) throws IOException {
    out.write((what + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// In each round a block, and a batch that changes every page; then tells the number of the
  /// round.
  private static void writeUntilKilled(Storage storage, OutputStream out) throws IOException {
    Bytes counter = storage.get("counter", number(0));
    for (long round = counter == null ? 1 : toLong(counter) + 1; ; round++) {
      write(storage, round);
      tell(out, round);
    }
  }

  private static void write(Storage storage, long round) {
    Height last = storage.blocks().lastHeight();
    if (last == null || last.value() < round) { // a kill may have come between block and batch
      storage.blocks().append(new Height(round), block(round));
      storage.blocks().sync();
    }
    WriteBatch batch = new WriteBatch().put("counter", number(0), number(round));
    for (int page = 0; page < PAGES; page++) {
      batch.put("pages", number(page), page(round, page));
    }
    storage.commit(batch);
  }

  /// Commits until there is no room, tells why, makes room, and opens again: what was committed
  /// must be there, and there must be no more.
  private static void fillDisk(StorageFactory factory, Path directory, OutputStream out)
      throws IOException {
    Path ballast = directory.resolveSibling("ballast");
    Files.write(ballast, new byte[BALLAST_SIZE_BYTES]);
    int committed = 0;
    try (Storage storage = factory.open(directory)) {
      try {
        for (; ; committed++) {
          storage.commit(new WriteBatch().put("t", number(committed), filling(committed)));
        }
      } catch (StorageException e) {
        tell(out, String.valueOf(e.getMessage()));
      }
      tell(out, check(storage, committed));
      Files.delete(ballast);
    } catch (StorageException e) { // of the close
      Files.deleteIfExists(ballast);
    }
    try (Storage storage = factory.open(directory)) {
      tell(out, check(storage, committed));
      storage.commit(new WriteBatch().put("t", number(committed), filling(committed)));
      tell(out, check(storage, committed + 1));
    }
  }

  private static String check(Storage storage, int committed) {
    for (int i = 0; i < committed; i++) {
      if (!Objects.equals(storage.get("t", number(i)), filling(i))) {
        return "commit %d of %d is lost".formatted(i, committed);
      }
    }
    return storage.get("t", number(committed)) == null ? "sound" : "more than was committed";
  }

  private static Bytes filling(int seed) {
    byte[] bytes = new byte[VALUE_SIZE_BYTES];
    new Random(seed).nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  static Bytes number(long value) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  static long toLong(Bytes bytes) {
    return ByteBuffer.wrap(bytes.unsafeArray()).getLong();
  }

  /// Of a size that changes from round to round, so that records move.
  static Bytes page(long round, int page) {
    byte[] bytes = new byte[(int) (1000 + (round * 37 + page * 101L) % 4000)];
    Arrays.fill(bytes, (byte) (round * 7 + page));
    return Bytes.wrap(bytes);
  }

  static Bytes block(long height) {
    byte[] bytes = new byte[(int) (height * 113 % 3000)];
    Arrays.fill(bytes, (byte) height);
    return Bytes.wrap(bytes);
  }
}
