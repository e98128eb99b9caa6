package dev.atoll.spi.tck.storage;

import dev.atoll.spi.storage.StorageFactory;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every storage keeps. Extend it, hand over the factory, and run it.
///
/// What happens to a storage when its process dies is not in here: no contract can kill the process
/// it runs in. A provider that writes files has a test of its own for that.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StorageContract
    implements TableRules,
        TableLimitRules,
        ScanRules,
        LifecycleRules,
        BlockLogRules,
        BlockLogLifeRules,
        ExportRules,
        ImportRules {

  private @Nullable StorageLab lab;

  /// The factory under test; called once per test.
  protected abstract StorageFactory factory();

  @BeforeEach
  void openLab(@TempDir Path directory) {
    lab = new StorageLab(factory(), directory);
  }

  @AfterEach
  void closeLab() {
    lab().close();
  }

  @Override
  public final StorageLab lab() {
    return Objects.requireNonNull(lab, "set before each test");
  }
}
