package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.number;
import static dev.atoll.spi.tck.storage.StorageLab.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// Values are found, batches are atomic.
interface TableRules {

  StorageLab lab();

  @Test
  default void aValueIsFoundAfterItsCommit() {
    Storage storage = lab().open();

    storage.commit(new WriteBatch().put("t", b("k"), b("v")));

    assertThat(storage.get("t", b("k"))).isEqualTo(b("v"));
    assertThat(storage.get("t", b("other"))).isNull();
  }

  @Test
  default void aLaterValueReplacesTheEarlier() {
    Storage storage = lab().open();
    storage.commit(new WriteBatch().put("t", b("k"), b("a much longer value than the next")));

    storage.commit(new WriteBatch().put("t", b("k"), b("2")));

    assertThat(scan(storage, "t")).containsExactly("k=2");
  }

  @Test
  default void aDeletedKeyIsGone() {
    Storage storage = lab().open();
    storage.commit(new WriteBatch().put("t", b("a"), b("1")).put("t", b("b"), b("2")));

    storage.commit(new WriteBatch().delete("t", b("a")).delete("t", b("never there")));

    assertThat(storage.get("t", b("a"))).isNull();
    assertThat(scan(storage, "t")).containsExactly("b=2");
  }

  @Test
  default void anEmptyValueAndAnEmptyKeyAreThere() {
    Storage storage = lab().open();

    storage.commit(
        new WriteBatch().put("t", b("k"), Bytes.EMPTY).put("t", Bytes.EMPTY, b("of the empty")));

    assertThat(storage.get("t", b("k"))).isEqualTo(Bytes.EMPTY);
    assertThat(storage.get("t", Bytes.EMPTY)).isEqualTo(b("of the empty"));
    assertThat(scan(storage, "t")).containsExactly("=of the empty", "k=");
  }

  @Test
  default void tablesAreApartWhateverTheirNames() {
    Storage storage = lab().open();
    List<String> names =
        List.of("t", "T", "tt", "t/t", "..", "t t", "t#keys", "t.t", "ä", "😀", "x".repeat(64));
    WriteBatch batch = new WriteBatch();
    for (String name : names) {
      batch.put(name, b("k"), b("of " + name)).put(name, b("k".repeat(2)), b("2"));
    }
    storage.commit(batch);

    storage.commit(new WriteBatch().deleteRange("t", Bytes.EMPTY, b("z")));

    assertThat(scan(storage, "t")).isEmpty();
    for (String name : names.subList(1, names.size())) {
      assertThat(scan(storage, name)).containsExactly("k=of " + name, "kk=2");
    }
    assertThat(scan(storage, "never named before")).isEmpty();
  }

  @Test
  default void theWritesOfABatchTakeEffectInTheirOrder() {
    Storage storage = lab().open();

    storage.commit(
        new WriteBatch()
            .put("t", b("a"), b("1"))
            .put("t", b("b"), b("1"))
            .delete("t", b("a"))
            .put("t", b("c"), b("1"))
            .put("t", b("c"), b("2"))
            .deleteRange("t", b("b"), b("c"))
            .put("t", b("bb"), b("3")));

    assertThat(scan(storage, "t")).containsExactly("bb=3", "c=2");
  }

  @Test
  default void aRangeIsDeletedFromItsFirstKeyToBeforeItsEnd() {
    Storage storage = lab().open();
    WriteBatch batch = new WriteBatch();
    for (String key : List.of("a", "b", "ba", "c", "d")) {
      batch.put("t", b(key), b("1")).put("u", b(key), b("1"));
    }
    storage.commit(batch);

    storage.commit(
        new WriteBatch()
            .deleteRange("t", b("b"), b("c"))
            .deleteRange("t", b("d"), b("a"))
            .deleteRange("t", b("d"), b("d")));

    assertThat(scan(storage, "t")).containsExactly("a=1", "c=1", "d=1");
    assertThat(scan(storage, "u")).hasSize(5);
  }

  @Test
  default void anEmptyBatchChangesNothing() {
    Storage storage = lab().open();
    storage.commit(new WriteBatch().put("t", b("k"), b("v")));

    storage.commit(new WriteBatch());

    assertThat(scan(storage, "t")).containsExactly("k=v");
  }

  @Test
  default void nobodySeesHalfABatch() {
    Storage storage = lab().open();
    int last = 400;
    int rounds = 50;
    storage.commit(sameEverywhere(0));
    Semaphore scanned = new Semaphore(0); // a writer that is far quicker would be done unseen
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int round = 1; round <= rounds; round++) {
                scanned.acquireUninterruptibly();
                storage.commit(sameEverywhere(round));
              }
            });

    try {
      while (!writer.isDone()) {
        Set<Bytes> values = new TreeSet<>();
        storage.scan(
            "t",
            Bytes.EMPTY,
            null,
            (key, value) -> {
              values.add(value);
              return true;
            });
        assertThat(values).hasSize(1);
        Bytes before = storage.get("t", number(0));
        Bytes after = storage.get("t", number(last - 1));
        assertThat(after).isNotNull().isGreaterThanOrEqualTo(before);
        scanned.release();
      }
    } finally {
      scanned.release(rounds);
      writer.join();
    }
  }

  private static WriteBatch sameEverywhere(int round) {
    WriteBatch batch = new WriteBatch();
    for (int key = 0; key < 400; key++) {
      batch.put("t", number(key), number(round));
    }
    return batch;
  }

  @Test
  default void commitsFromSeveralThreadsAllTakeEffect() {
    Storage storage = lab().open();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      int base = writer * 100;
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 25; i++) {
                  storage.commit(new WriteBatch().put("t", number(base + i), b("v")));
                }
              }));
    }

    writers.forEach(CompletableFuture::join);

    assertThat(scan(storage, "t")).hasSize(100);
  }
}
