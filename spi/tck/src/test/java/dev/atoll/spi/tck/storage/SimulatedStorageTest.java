package dev.atoll.spi.tck.storage;

import static dev.atoll.spi.tck.storage.StorageLab.appendBlocks;
import static dev.atoll.spi.tck.storage.StorageLab.b;
import static dev.atoll.spi.tck.storage.StorageLab.blockOf;
import static dev.atoll.spi.tck.storage.StorageLab.blocks;
import static dev.atoll.spi.tck.storage.StorageLab.h;
import static dev.atoll.spi.tck.storage.StorageLab.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.WriteBatch;
import org.junit.jupiter.api.Test;

final class SimulatedStorageTest extends StorageContract {

  private final SimulatedStorageFactory factory = new SimulatedStorageFactory();

  @Override
  protected StorageFactory factory() {
    return factory;
  }

  @Test
  void aCrashKeepsWhatWasPromisedAndNoMore() {
    Storage storage = lab().open();
    storage.commit(new WriteBatch().put("t", b("k"), b("v")));
    appendBlocks(storage, 1, 2);
    storage.blocks().append(h(3), blockOf(3));

    factory.crash(lab().directory("main"));

    assertThatThrownBy(() -> storage.get("t", b("k"))).isInstanceOf(IllegalStateException.class);
    Storage reopened = lab().open();
    assertThat(scan(reopened, "t")).containsExactly("k=v");
    assertThat(blocks(reopened)).containsExactly("block 1", "block 2");
  }
}
