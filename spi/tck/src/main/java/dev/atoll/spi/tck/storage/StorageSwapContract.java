package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.blockOf;
import static dev.atoll.spi.tck.storage.StorageLab.export;
import static dev.atoll.spi.tck.storage.StorageLab.h;
import static dev.atoll.spi.tck.storage.StorageLab.number;
import static dev.atoll.spi.tck.storage.StorageLab.pattern;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.spi.storage.swap.StoragePart;
import dev.atoll.spi.storage.swap.SwappableStorages;
import dev.atoll.spi.tck.kernel.HandOver;
import dev.atoll.spi.tck.kernel.SwappableContract;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every storage bundle keeps whose open storages go over to another one. Extend it, make the
/// factory, and run it; [#newSuccessor] may make that of another bundle.
public abstract class StorageSwapContract
    extends SwappableContract<StoragePart, SwappableStorages<?>> {

  private static final int WRITERS = 3;

  /// Else a storage without files would change faster than it is copied.
  private static final long WRITER_PAUSE_NANOS = 2_000_000;

  @TempDir private Path root;

  private final Map<Path, Storage> handles = new HashMap<>();

  private final List<SwappableStorages<?>> made = new ArrayList<>();

  /// A factory that was just started.
  protected abstract SwappableStorages<?> newFactory();

  @Override
  protected final SwappableStorages<?> newService() {
    SwappableStorages<?> factory = newFactory();
    made.add(factory);
    return factory;
  }

  @AfterEach
  void closeAll() {
    made.forEach(SwappableStorages::close);
    handles.values().forEach(Storage::close);
  }

  /// The directory that `service` keeps; a new one if it has none yet.
  private Path directory(SwappableStorages<?> service) {
    for (Path directory : handles.keySet()) {
      if (service.examine(directory).isPresent()) {
        return directory;
      }
    }
    Path directory = root.resolve("storage-" + handles.size());
    handles.put(directory, service.open(directory));
    return directory;
  }

  private Storage handle(SwappableStorages<?> service) {
    return Objects.requireNonNull(handles.get(directory(service)));
  }

  @Override
  protected final void work(SwappableStorages<?> service, int seed) {
    work(handle(service), seed);
  }

  private static void work(Storage storage, int seed) {
    Random random = new Random(seed);
    WriteBatch batch = new WriteBatch().put("seeds", number(seed), b("done"));
    for (int i = 0; i < 60; i++) {
      String table = "table " + random.nextInt(3);
      Bytes key = number(random.nextInt(200));
      switch (random.nextInt(8)) {
        case 0 -> batch.delete(table, key);
        case 1 -> batch.deleteRange(table, key, number(random.nextInt(200)));
        default -> batch.put(table, key, pattern(random.nextInt(9000), seed + i));
      }
    }
    storage.commit(batch);
    Height last = storage.blocks().lastHeight();
    storage.blocks().append(last == null ? h(5) : last.next(), blockOf(seed));
    if (seed % 4 == 3 && last != null) {
      storage.blocks().removeBelow(last);
    }
    storage.blocks().sync();
  }

  /// Removed blocks may stay for a while, so of the blocks the last one counts.
  @Override
  protected final Object observe(SwappableStorages<?> service) throws IOException {
    Path directory = directory(service);
    return observe(service.examine(directory).orElseThrow());
  }

  private static Object observe(Storage storage) {
    List<String> seen = new ArrayList<>();
    for (String table : List.of("seeds", "table 0", "table 1", "table 2")) {
      storage.scan(
          table,
          Bytes.EMPTY,
          null,
          (key, value) -> seen.add(table + key + "=" + value.hashCode() + "/" + value.size()));
    }
    Height last = storage.blocks().lastHeight();
    seen.add(last == null ? "no block" : last + ": " + storage.blocks().read(last));
    return seen;
  }

  private HandOver<StoragePart> handOver(SwappableStorages<?> from, SwappableStorages<?> to) {
    return new HandOver<>(from, to, patience());
  }

  private SwappableStorages<?> successor() throws Exception {
    SwappableStorages<?> successor = newSuccessor();
    made.add(successor);
    return successor;
  }

  @Test
  void writersNoticeNothingOfASwapThereAndBack() throws Exception {
    SwappableStorages<?> old = newService();
    SwappableStorages<?> successor = successor();
    Storage storage = handle(old);
    CountDownLatch begun = new CountDownLatch(WRITERS);
    AtomicBoolean enough = new AtomicBoolean();
    List<CompletableFuture<Integer>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      String table = "writer " + writer;
      writers.add(
          CompletableFuture.supplyAsync(
              () -> write(storage, table, begun, enough),
              command -> Thread.ofPlatform().start(command)));
    }
    begun.await();

    for (int swap = 0; swap < 3; swap++) {
      handOver(old, successor).complete();
      handOver(successor, old).complete();
    }
    enough.set(true);

    for (int writer = 0; writer < WRITERS; writer++) {
      int written = writers.get(writer).get();
      assertThat(written).isPositive();
      List<Bytes> found = new ArrayList<>();
      storage.scan("writer " + writer, Bytes.EMPTY, null, (key, value) -> found.add(key));
      assertThat(found).hasSize(written);
      assertThat(storage.get("counter", b("writer " + writer))).isEqualTo(number(written));
    }
  }

  /// Each commit builds on what the one before has left, so that one lost or doubled shows.
  private static int write(
      Storage storage, String table, CountDownLatch begun, AtomicBoolean enough) {
    int count = 0;
    while (!enough.get()) {
      @Nullable Bytes before = storage.get("counter", b(table));
      assertThat(before).isEqualTo(count == 0 ? null : number(count));
      count++;
      storage.commit(
          new WriteBatch()
              .put(table, number(count), pattern(500, count))
              .put("counter", b(table), number(count)));
      if (count == 1) {
        begun.countDown();
      }
      LockSupport.parkNanos(WRITER_PAUSE_NANOS);
    }
    return count;
  }

  @Test
  void theCopyIsTheSameInEveryByte() throws Exception {
    SwappableStorages<?> old = newService();
    for (int seed = 0; seed < 3; seed++) {
      work(old, seed);
    }
    byte[] before = export(handle(old));

    handOver(old, successor()).complete();

    assertThat(export(handle(old))).isEqualTo(before);
  }

  @Test
  void afterASwapTheOldFilesGo() throws Exception {
    SwappableStorages<?> old = newService();
    SwappableStorages<?> successor = successor();
    Path directory = directory(old);
    work(old, 1);
    handOver(old, successor).complete();
    assertThat(places(directory)).hasSize(2);

    old.close();

    assertThat(places(directory)).hasSize(1);
    Storage storage = handle(successor);
    Object before = observe(successor);
    storage.close();
    handles.put(directory, successor.open(directory));
    assertThat(observe(successor)).isEqualTo(before);
  }

  private static List<Path> places(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isDirectory).toList();
    }
  }

  @Test
  void aSwapThatIsNotCompleteLeavesTheOldStorageInCharge() throws Exception {
    SwappableStorages<?> old = newService();
    Path directory = directory(old);
    work(old, 1);
    Object before = observe(old);
    SwappableStorages<?> successor = successor();
    HandOver<StoragePart> handOver = handOver(old, successor);
    handOver.ahead();
    handOver.rest();

    // as far as the files are concerned the process dies here
    successor.close();
    old.resume();
    handle(old).close();

    handles.put(directory, old.open(directory));
    assertThat(observe(old)).isEqualTo(before);
    assertThat(places(directory)).hasSize(1);
  }

  @Test
  void aCopyThatWasGivenUpWithoutAWordIsBegunAnew() throws Exception {
    SwappableStorages<?> old = newService();
    work(old, 1);
    handOver(old, successor()).ahead();
    work(old, 2);
    Object before = observe(old);
    SwappableStorages<?> successor = successor();

    handOver(old, successor).complete();

    assertThat(observe(successor)).isEqualTo(before);
  }

  @Test
  void filesOfAnotherImplementationAreRefused() throws Exception {
    SwappableStorages<?> factory = newService();
    Path directory = directory(factory);
    handle(factory).close();
    Path current = directory.resolve("current");
    String text = Files.readString(current);

    Files.writeString(current, text.replaceFirst("^[a-z]+", "granite"));
    assertThatThrownBy(() -> factory.open(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("storage " + directory + " is kept by granite, found ");
    Files.writeString(current, text.replaceFirst("layout \\d+", "layout 999"));
    assertThatThrownBy(() -> factory.open(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("storage %s has layout 999 of ".formatted(directory));
    Files.writeString(current, "who knows");
    assertThatThrownBy(() -> factory.open(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("current is \"who knows\", expected such as ");
    Files.delete(current);
    Files.writeString(directory.resolve("tables.db"), "of an earlier version");
    assertThatThrownBy(() -> factory.open(directory))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("storage %s has tables.db and no file current".formatted(directory));
  }

  @Test
  void callsWaitWhileTheyAreHeld() throws Exception {
    SwappableStorages<?> old = newService();
    Storage storage = handle(old);
    assertThat(old.fence(patience())).isTrue();

    CompletableFuture<Void> commit =
        CompletableFuture.runAsync(() -> storage.commit(new WriteBatch().put("t", b("k"), b("v"))));
    assertThat(storage.blocks()).isNotNull();
    assertThat(commit).isNotDone();
    old.resume();

    commit.join();
    assertThat(storage.get("t", b("k"))).isEqualTo(b("v"));
  }

  @Test
  void aCallThatDoesNotReturnEndsTheFence() throws Exception {
    SwappableStorages<?> old = newService();
    Storage storage = handle(old);
    storage.commit(new WriteBatch().put("t", b("k"), b("v")));
    List<Boolean> fenced = new ArrayList<>();

    storage.scan(
        "t",
        Bytes.EMPTY,
        null,
        (key, value) -> {
          fenced.add(CompletableFuture.supplyAsync(() -> fence(old)).join());
          return true;
        });

    assertThat(fenced).containsExactly(false);
    old.resume();
    assertThat(storage.get("t", b("k"))).isEqualTo(b("v"));
  }

  private static boolean fence(SwappableStorages<?> factory) {
    try {
      return factory.fence(Duration.ofMillis(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
