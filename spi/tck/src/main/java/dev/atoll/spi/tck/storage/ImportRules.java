package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.appendBlocks;
import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.blocks;
import static dev.atoll.spi.tck.storage.StorageLab.export;
import static dev.atoll.spi.tck.storage.StorageLab.number;
import static dev.atoll.spi.tck.storage.StorageLab.pattern;
import static dev.atoll.spi.tck.storage.StorageLab.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// An import takes all of a sound stream, or nothing.
interface ImportRules {

  StorageLab lab();

  @Test
  default void onlyAnEmptyStorageImports() throws IOException {
    byte[] stream = someStream();
    Storage withEntry = lab().open("with-entry");
    withEntry.commit(new WriteBatch().put("x", b("k"), b("v")));
    Storage withBlock = lab().open("with-block");
    appendBlocks(withBlock, 1, 1);

    for (Storage storage : new Storage[] {withEntry, withBlock}) {
      assertThatThrownBy(() -> storage.importFrom(new ByteArrayInputStream(stream)))
          .isInstanceOf(StorageException.class);
    }

    assertThat(scan(withEntry, "x")).containsExactly("k=v");
    assertThat(scan(withEntry, "t")).isEmpty();
    assertThat(blocks(withBlock)).containsExactly("block 1");
  }

  @Test
  default void aDamagedStreamLeavesTheStorageEmpty() throws IOException {
    byte[] stream = someStream();
    Storage target = lab().open("target");

    for (int i = 0; i < 16; i++) {
      byte[] damaged = stream.clone();
      damaged[(int) ((long) stream.length * i / 16)] ^= 0x10;
      assertRefused(target, damaged);
    }
    for (int length : new int[] {0, 7, 8, 9, stream.length / 2, stream.length - 1}) {
      assertRefused(target, Arrays.copyOf(stream, length));
    }

    assertThat(export(target)).isEqualTo(export(lab().open("empty")));
    target.importFrom(new ByteArrayInputStream(stream));
    target.close();
    assertThat(export(lab().open("target"))).isEqualTo(stream);
  }

  private static void assertRefused(Storage target, byte[] damaged) {
    assertThatThrownBy(() -> target.importFrom(new ByteArrayInputStream(damaged)))
        .isInstanceOf(StorageException.class);
    assertThat(scan(target, "t")).isEmpty();
    assertThat(target.get("big", number(0))).isNull();
    assertThat(blocks(target)).isEmpty();
  }

  private byte[] someStream() throws IOException {
    Storage source = lab().open("source");
    WriteBatch batch = new WriteBatch().put("t", b("a"), b("1"));
    for (int key = 0; key < 100; key++) {
      batch.put("big", number(key), pattern(300, key));
    }
    source.commit(batch);
    appendBlocks(source, 10, 20);
    return export(source);
  }
}
