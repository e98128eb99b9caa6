package dev.atoll.storage.mapdb;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Writes until it is killed: in each round a block and a batch that changes every page, and then
/// tells the number of the round on its standard output, in one piece.
final class KilledProcess {

  static final int PAGES = 60;

  private KilledProcess() {}

  public static void main(String[] arguments) throws IOException {
    Storage storage = new MapDbStorageFactory(KilledProcessTest.CONFIG).open(Path.of(arguments[0]));
    Bytes counter = storage.get("counter", number(0));
    try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
      for (long round = counter == null ? 1 : toLong(counter) + 1; ; round++) {
        write(storage, round);
        out.write((round + "\n").getBytes(StandardCharsets.US_ASCII));
      }
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
