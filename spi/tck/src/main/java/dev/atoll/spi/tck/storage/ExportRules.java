package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.appendBlocks;
import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.blocks;
import static dev.atoll.spi.tck.storage.StorageLab.export;
import static dev.atoll.spi.tck.storage.StorageLab.number;
import static dev.atoll.spi.tck.storage.StorageLab.pattern;
import static dev.atoll.spi.tck.storage.StorageLab.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// A storage moves to another provider as a stream.
interface ExportRules {

  StorageLab lab();

  @Test
  default void anExportedStorageIsTheSameAfterItsImport() throws IOException {
    Storage source = lab().open("source");
    fill(source);
    Storage target = lab().open("target");

    target.importFrom(new ByteArrayInputStream(export(source)));
    target.close();

    Storage reopened = lab().open("target");
    assertThat(scan(reopened, "t")).containsExactly("a=1", "b=2");
    assertThat(scan(reopened, "größe")).containsExactly("k=v");
    assertThat(reopened.get("big", number(199))).isEqualTo(pattern(20_000, 199));
    assertThat(blocks(reopened)).containsExactly("block 4", "block 5");
    assertThat(export(reopened)).isEqualTo(export(source));
  }

  @Test
  default void theStreamIsTheSameForEveryProvider() throws IOException {
    Storage source = lab().open("source");
    fill(source);
    try (Storage reference = new SimulatedStorageFactory().open(lab().directory("reference"))) {
      fill(reference);
      assertThat(export(source)).isEqualTo(export(reference));

      Storage target = lab().open("target");
      target.importFrom(new ByteArrayInputStream(export(reference)));
      assertThat(scan(target, "t")).containsExactly("a=1", "b=2");
    }
  }

  private static void fill(Storage storage) {
    storage.commit(
        new WriteBatch()
            .put("t", b("b"), b("2"))
            .put("t", b("a"), b("1"))
            .put("t", b("c"), b("3"))
            .put("emptied", b("k"), b("v")));
    storage.commit(new WriteBatch().delete("t", b("c")).delete("emptied", b("k")));
    WriteBatch big = new WriteBatch().put("größe", b("k"), b("v")).put("\uffff", b("k"), b("v"));
    for (int key = 0; key < 200; key++) {
      big.put("big", number(key), pattern(20_000, key));
    }
    storage.commit(big.put("😀", b("k"), b("v")));
    appendBlocks(storage, 4, 5);
  }

  @Test
  default void anEmptyStorageIsExportedAndImported() throws IOException {
    Storage target = lab().open("target");

    target.importFrom(new ByteArrayInputStream(export(lab().open("source"))));

    assertThat(export(target)).isEqualTo(export(lab().open("third")));
  }

  @Test
  default void anExportLeavesItsTargetOpen() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    lab().open().exportTo(out);

    assertThat(closed).isFalse();
    assertThat(out.size()).isEqualTo(8 + 1 + 32);
  }
}
