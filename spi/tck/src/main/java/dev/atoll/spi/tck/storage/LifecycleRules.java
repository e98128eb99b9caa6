package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.blocks;
import static dev.atoll.spi.tck.storage.StorageLab.h;
import static dev.atoll.spi.tck.storage.StorageLab.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Opening, closing and opening again.
interface LifecycleRules {

  StorageLab lab();

  @Test
  default void theFactoryHasAName() {
    assertThat(lab().factory().name()).matches("[a-z][a-z0-9-]*");
  }

  @Test
  default void missingDirectoriesAreCreated() {
    Storage storage = lab().open(lab().directory("a").resolve("b"));

    storage.commit(new WriteBatch().put("t", b("k"), b("v")));

    assertThat(lab().directory("a").resolve("b")).isDirectory();
  }

  @Test
  default void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.createFile(lab().directory("occupied"));

    assertThatThrownBy(() -> lab().open(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  default void whatWasCommittedIsThereAfterReopening() {
    Storage storage = lab().open();
    storage.commit(new WriteBatch().put("t", b("a"), b("1")).put("t", b("b"), b("2")));
    storage.commit(new WriteBatch().delete("t", b("a")).put("u", b("c"), b("3")));

    Storage reopened = lab().reopen(storage);
    reopened.commit(new WriteBatch().put("t", b("d"), b("4")));
    Storage again = lab().reopen(reopened);

    assertThat(scan(again, "t")).containsExactly("b=2", "d=4");
    assertThat(scan(again, "u")).containsExactly("c=3");
  }

  @Test
  default void aSecondOpenIsRefusedUntilTheFirstIsClosed() {
    Storage first = lab().open();
    first.commit(new WriteBatch().put("t", b("k"), b("v")));

    assertThatThrownBy(() -> lab().open())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(lab().directory("main").toString());

    first.commit(new WriteBatch().put("t", b("l"), b("w")));
    first.close();
    assertThat(scan(lab().open(), "t")).containsExactly("k=v", "l=w");
  }

  @Test
  default void directoriesAreApart() {
    Storage one = lab().open("one");
    Storage two = lab().open("two");

    one.commit(new WriteBatch().put("t", b("k"), b("one")));
    two.blocks().append(h(1), b("two"));

    assertThat(scan(two, "t")).isEmpty();
    assertThat(blocks(one)).isEmpty();
  }

  @Test
  default void aClosedStorageRefusesEverything() {
    Storage storage = lab().open();
    BlockLog log = storage.blocks();
    storage.close();
    storage.close();

    List<ThrowingCallable> calls =
        List.of(
            () -> storage.get("t", b("k")),
            () -> storage.scan("t", Bytes.EMPTY, null, (key, value) -> true),
            () -> storage.commit(new WriteBatch().put("t", b("k"), b("v"))),
            () -> storage.commit(new WriteBatch()),
            storage::blocks,
            () -> storage.exportTo(OutputStream.nullOutputStream()),
            () -> storage.importFrom(new ByteArrayInputStream(new byte[0])),
            () -> log.append(h(1), b("block")),
            log::sync,
            () -> log.read(h(1)),
            log::firstHeight,
            log::lastHeight,
            () -> log.removeBelow(h(1)));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  default void anInterruptedThreadHarmsNothing() throws IOException {
    Storage storage = lab().open();
    storage.commit(new WriteBatch().put("t", b("a"), b("1")));

    Thread.currentThread().interrupt();
    storage.commit(new WriteBatch().put("t", b("b"), b("2")));
    storage.blocks().append(h(1), b("block"));
    storage.blocks().sync();
    assertThat(storage.blocks().read(h(1))).isEqualTo(b("block"));
    assertThat(storage.get("t", b("a"))).isEqualTo(b("1"));
    storage.exportTo(OutputStream.nullOutputStream());
    assertThat(Thread.interrupted()).isTrue();

    storage.commit(new WriteBatch().put("t", b("c"), b("3")));
    Storage reopened = lab().reopen(storage);
    assertThat(scan(reopened, "t")).containsExactly("a=1", "b=2", "c=3");
    assertThat(blocks(reopened)).containsExactly("block");
  }
}
