package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.number;
import static dev.atoll.spi.tck.storage.StorageLab.pattern;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What the limits of [Storage] allow is kept, byte for byte.
interface TableLimitRules {

  int PAGE_SIZE_BYTES = 4096;

  StorageLab lab();

  @Test
  default void valuesOfAnySizeAreKept() {
    Storage storage = lab().open();
    WriteBatch batch = new WriteBatch();
    for (int size = 0; size < 80; size++) {
      batch.put("t", number(size), pattern(size, size));
    }
    for (int power = 7; power <= 20; power++) {
      for (int more = -1; more <= 1; more++) {
        int size = (1 << power) + more;
        batch.put("t", number(size), pattern(size, size));
      }
    }

    storage.commit(batch);
    Storage reopened = lab().reopen(storage);

    reopened.scan(
        "t",
        Bytes.EMPTY,
        null,
        (key, value) -> {
          assertThat(key).isEqualTo(number(value.size()));
          assertThat(value.equals(pattern(value.size(), value.size()))).isTrue();
          return true;
        });
    assertThat(StorageLab.scan(reopened, "t")).hasSize(80 + 14 * 3);
  }

  @Test
  default void aValueOfTheGreatestSizeIsKept() {
    Storage storage = lab().open();
    Bytes large = pattern(Storage.VALUE_SIZE_BYTES_MAX, 1);

    storage.commit(new WriteBatch().put("t", b("large"), large).put("t", b("small"), b("s")));
    Storage reopened = lab().reopen(storage);

    assertThat(Objects.equals(reopened.get("t", b("large")), large)).isTrue();
    assertThat(reopened.get("t", b("small"))).isEqualTo(b("s"));
  }

  @Test
  default void keysOfTheGreatestSizeAreKept() {
    Storage storage = lab().open();
    Bytes low = pattern(Storage.KEY_SIZE_BYTES_MAX, 3);
    byte[] higher = low.toByteArray();
    higher[higher.length - 1] ^= 1;
    Bytes other = Bytes.wrap(higher);

    storage.commit(new WriteBatch().put("t", low, b("1")).put("t", other, b("2")));

    assertThat(storage.get("t", low)).isEqualTo(b("1"));
    assertThat(storage.get("t", other)).isEqualTo(b("2"));
  }

  @Test
  default void aBatchOfManyPagesIsKept() {
    Storage storage = lab().open();
    int pages = 2_000;
    WriteBatch batch = new WriteBatch();
    for (int page = 0; page < pages; page++) {
      batch.put("pages", number(page), pattern(PAGE_SIZE_BYTES, page));
    }

    storage.commit(batch);
    Storage reopened = lab().reopen(storage);

    for (int page = 0; page < pages; page++) {
      Bytes expected = pattern(PAGE_SIZE_BYTES, page);
      assertThat(Objects.equals(reopened.get("pages", number(page)), expected)).isTrue();
    }
  }

  @Test
  default void aTableShrinksAndGrowsAgain() {
    Storage storage = lab().open();
    for (int round = 0; round < 5; round++) {
      WriteBatch batch = new WriteBatch();
      for (int key = 0; key < 300; key++) {
        batch.put("t", number(key), pattern(50 * round + key, round));
      }
      storage.commit(batch);
      storage.commit(new WriteBatch().deleteRange("t", number(10), number(290)));
    }

    Storage reopened = lab().reopen(storage);

    assertThat(StorageLab.scan(reopened, "t")).hasSize(20);
    assertThat(reopened.get("t", number(299))).isEqualTo(pattern(50 * 4 + 299, 4));
    assertThat(reopened.get("t", number(10))).isNull();
  }
}
