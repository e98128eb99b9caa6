package dev.atoll.kernel.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.kernel.KeyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileKeyStoreTest {

  @TempDir private Path directory;

  private Path keys = Path.of("");

  @BeforeEach
  void nameDirectory() {
    keys = directory.resolve("keys").resolve("toy");
  }

  @Test
  void aStoredSecretIsLoadedByAnotherStore() {
    new FileKeyStore(keys).store("node-key", new byte[] {1, 2});
    new FileKeyStore(keys).store("node-key", new byte[] {3});

    assertThat(new FileKeyStore(keys).load("node-key")).hasValue(new byte[] {3});
    assertThat(new FileKeyStore(keys).load("other")).isEmpty();
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    new FileKeyStore(keys).store("node-key", new byte[] {1});

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve("node-key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void aKeyThatOthersMayReadIsRefusedWithTheCommandThatMendsIt() throws IOException {
    KeyStore store = new FileKeyStore(keys);
    store.store("node-key", new byte[] {1});
    Path file = keys.resolve("node-key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> store.load("node-key"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "key file %1$s is open to others (rw-r-----), expected rw-------: run chmod 600 '%1$s'"
                .formatted(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../node-key", "Node", "a/b", "a.b"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> new FileKeyStore(keys).load(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 to 64 characters of a-z, 0-9 and -");
  }

  @Test
  void aSecretThatIsTooLargeIsRefused() {
    assertThatThrownBy(
            () -> new FileKeyStore(keys).store("k", new byte[KeyStore.SECRET_SIZE_BYTES_MAX + 1]))
        .hasMessage("secret k is 65537 bytes, at most 65536 allowed");
  }
}
