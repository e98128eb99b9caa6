package dev.atoll.bench;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.storage.mapdb.MapDbConfig;
import dev.atoll.storage.mapdb.MapDbModule;
import dev.atoll.storage.rocksdb.RocksDbConfig;
import dev.atoll.storage.rocksdb.RocksDbModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The storages beside each other, with the work that a replica gives them, and swaps between them
/// under load.
///
/// usage: `StorageBench directory [mebibytes of pages [swaps]]`
public final class StorageBench {

  private static final int COMMITS = 2_000;

  private static final int BLOCKS = 2_000;

  private static final int BLOCK_SIZE_BYTES = 16 << 10;

  private static final int PAGE_SIZE_BYTES = 4096;

  private static final int BATCH_PAGES = 1024;

  private static final int READS = 50_000;

  private static final int MEBIBYTES = 1024;

  private static final int SWAPS = 4;

  private final PrintStream out;

  private final Path directory;

  private final int pages;

  /// By figure, in the order of the storages.
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  private StorageBench(PrintStream out, Path directory, int mebibytes) {
    this.out = out;
    this.directory = directory;
    this.pages = mebibytes * ((1 << 20) / PAGE_SIZE_BYTES);
  }

  public static void main(String[] args) throws Exception {
    new StorageBench(
            System.out, Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : MEBIBYTES)
        .run(args.length > 2 ? Integer.parseInt(args[2]) : SWAPS);
  }

  private static SwappableStorages<?> mapDb() {
    return (SwappableStorages<?>)
        Bundles.service(
            new MapDbModule(),
            new MapDbConfig(ByteSize.ofMebibytes(32), ByteSize.ofMebibytes(64)),
            StorageFactory.class);
  }

  private static SwappableStorages<?> rocksDb() {
    return (SwappableStorages<?>)
        Bundles.service(
            new RocksDbModule(),
            new RocksDbConfig(ByteSize.ofMebibytes(32), ByteSize.ofMebibytes(32)),
            StorageFactory.class);
  }

  private void run(int swaps) throws Exception {
    for (SwappableStorages<?> factory : List.of(mapDb(), rocksDb())) {
      Path path = directory.resolve(factory.name());
      try (Storage storage = factory.open(path)) {
        commits(storage);
        blocks(storage);
        pages(storage);
      }
      long begin = System.nanoTime();
      factory.open(path).close();
      figure("open and close, ms", millis(begin));
      figure("size of the files, MiB", size(path) / 1048576.0);
    }
    out.printf("%-44s %10s %10s %8s%n", "", "mapdb", "rocksdb", "ratio");
    figures.forEach(
        (name, values) ->
            out.printf(
                Locale.ROOT,
                "%-44s %10.1f %10.1f %8.2f%n",
                name,
                values.getFirst(),
                values.getLast(),
                values.getLast() / values.getFirst()));
    try (SwappableStorages<?> mapDb = mapDb();
        SwappableStorages<?> rocksDb = rocksDb()) {
      new SwapRun(out, mapDb, rocksDb).run(mapDb.open(directory.resolve("mapdb")), swaps);
    }
  }

  private void figure(String name, double value) {
    figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  private void latencies(String name, long[] nanos) {
    Arrays.sort(nanos);
    figure(name + " p50, µs", nanos[nanos.length / 2] / 1e3);
    figure(name + " p99, µs", nanos[nanos.length * 99 / 100] / 1e3);
  }

  static double millis(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  private void commits(Storage storage) {
    long[] nanos = new long[COMMITS];
    for (int i = 0; i < COMMITS; i++) {
      WriteBatch batch = new WriteBatch();
      for (int entry = 0; entry < 4; entry++) {
        batch.put("small", key(i * 4 + entry), Bytes.wrap(new byte[100]));
      }
      long begin = System.nanoTime();
      storage.commit(batch);
      nanos[i] = System.nanoTime() - begin;
    }
    latencies("commit of 4 small entries", nanos);
  }

  private void blocks(Storage storage) {
    Random random = new Random(1);
    long[] nanos = new long[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      byte[] block = new byte[BLOCK_SIZE_BYTES];
      random.nextBytes(block);
      long begin = System.nanoTime();
      storage.blocks().append(new Height(i), Bytes.wrap(block));
      storage.blocks().sync();
      nanos[i] = System.nanoTime() - begin;
    }
    latencies("append and sync of a block of 16 KiB", nanos);
  }

  /// A checkpoint of a new memory, one of a quarter of its pages here and there, and reads.
  private void pages(Storage storage) {
    Random random = new Random(2);
    figure("checkpoint of new pages, MiB/s", write(storage, pages, null));
    figure("checkpoint of scattered pages, MiB/s", write(storage, pages / 4, random));
    long begin = System.nanoTime();
    for (int i = 0; i < READS; i++) {
      Objects.requireNonNull(storage.get("pages", key(random.nextInt(pages))));
    }
    figure("read of one page, µs", millis(begin) * 1e3 / READS);
    begin = System.nanoTime();
    long[] bytes = new long[1];
    storage.scan(
        "pages", Bytes.EMPTY, null, (key, value) -> (bytes[0] += value.size()) > Long.MIN_VALUE);
    figure("scan of all pages, MiB/s", bytes[0] / 1048.576 / millis(begin));
  }

  private double write(Storage storage, int count, @Nullable Random where) {
    long begin = System.nanoTime();
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < count; i++) {
      int page = where == null ? i : where.nextInt(pages);
      batch.put("pages", key(page), page(page + i));
      if (batch.writes().size() == BATCH_PAGES) {
        storage.commit(batch);
        batch = new WriteBatch();
      }
    }
    storage.commit(batch);
    return count * (double) PAGE_SIZE_BYTES / 1048.576 / millis(begin);
  }

  static Bytes key(long number) {
    return Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES).putLong(7).putLong(number).array());
  }

  /// Half of it random, the other half zeros.
  static Bytes page(int seed) {
    byte[] page = new byte[PAGE_SIZE_BYTES];
    byte[] half = new byte[PAGE_SIZE_BYTES / 2];
    new Random(seed).nextBytes(half);
    System.arraycopy(half, 0, page, 0, half.length);
    return Bytes.wrap(page);
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }
}
