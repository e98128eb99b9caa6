package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.number;
import static dev.atoll.spi.tck.storage.StorageLab.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Scans go up the keys, stay within their range and see one state.
interface ScanRules {

  StorageLab lab();

  @Test
  default void keysComeInTheOrderOfUnsignedBytes() {
    Storage storage = lab().open();
    List<Bytes> sorted = new ArrayList<>();
    for (String hex : List.of("", "00", "0000", "0001", "01", "7f", "7fff", "80", "8000", "ff")) {
      sorted.add(Bytes.ofHex(hex));
    }
    for (int i = 0; i < 500; i++) {
      sorted.add(Bytes.wrap(new byte[] {(byte) 0xff, 1, (byte) (i >> 8), (byte) i}));
    }
    List<Bytes> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(7));
    WriteBatch batch = new WriteBatch();
    shuffled.forEach(key -> batch.put("t", key, key));

    storage.commit(batch);

    List<Bytes> seen = new ArrayList<>();
    storage.scan(
        "t",
        Bytes.EMPTY,
        null,
        (key, value) -> {
          assertThat(value).isEqualTo(key);
          return seen.add(key);
        });
    assertThat(seen).isEqualTo(sorted);
  }

  @Test
  default void aScanGoesFromItsFirstKeyToBeforeItsEnd() {
    Storage storage = lab().open();
    storage.commit(
        new WriteBatch()
            .put("t", b("a"), b("1"))
            .put("t", b("b"), b("2"))
            .put("t", b("bb"), b("3"))
            .put("t", b("c"), b("4")));

    assertThat(scan(storage, "t", b("b"), b("c"))).containsExactly("b=2", "bb=3");
    assertThat(scan(storage, "t", b("aa"), b("cc"))).containsExactly("b=2", "bb=3", "c=4");
    assertThat(scan(storage, "t", b("bb"), null)).containsExactly("bb=3", "c=4");
    assertThat(scan(storage, "t", b("c"), b("b"))).isEmpty();
    assertThat(scan(storage, "t", b("b"), b("b"))).isEmpty();
    assertThat(scan(storage, "t", b("d"), null)).isEmpty();
  }

  @Test
  default void aScanEndsWhenTheVisitorHasEnough() {
    Storage storage = lab().open();
    storage.commit(new WriteBatch().put("t", b("a"), b("1")).put("t", b("b"), b("2")));
    List<Bytes> seen = new ArrayList<>();

    storage.scan(
        "t",
        Bytes.EMPTY,
        null,
        (key, value) -> {
          seen.add(key);
          return false;
        });

    assertThat(seen).containsExactly(b("a"));
  }

  @Test
  default void aScanSeesNothingOfWhatIsCommittedMeanwhile() {
    Storage storage = lab().open();
    int keys = 2_000;
    WriteBatch before = new WriteBatch();
    for (int key = 0; key < keys; key++) {
      before.put("t", number(2 * key), b("before"));
    }
    storage.commit(before);
    WriteBatch meanwhile = new WriteBatch().deleteRange("t", number(100), number(200));
    for (int key = 0; key < keys; key += 2) {
      meanwhile.put("t", number(2 * key), b("meanwhile")).put("t", number(2 * key + 1), b("new"));
    }
    List<Bytes> seen = new ArrayList<>();

    storage.scan(
        "t",
        Bytes.EMPTY,
        null,
        (key, value) -> {
          if (seen.size() == 3) {
            storage.commit(meanwhile);
          }
          if (seen.size() == 1_000) {
            storage.commit(new WriteBatch().deleteRange("t", Bytes.EMPTY, b("z")));
          }
          assertThat(value).isEqualTo(b("before"));
          return seen.add(key);
        });

    assertThat(seen).hasSize(keys);
    assertThat(scan(storage, "t")).isEmpty();
  }

  @Test
  default void whatTheVisitorThrowsReachesTheCallerAndHarmsNothing() {
    Storage storage = lab().open();
    storage.commit(new WriteBatch().put("t", b("a"), b("1")));

    assertThatThrownBy(
            () ->
                storage.scan(
                    "t",
                    Bytes.EMPTY,
                    null,
                    (key, value) -> {
                      throw new UnsupportedOperationException("enough");
                    }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("enough");

    storage.commit(new WriteBatch().put("t", b("b"), b("2")));
    assertThat(scan(storage, "t")).containsExactly("a=1", "b=2");
  }
}
