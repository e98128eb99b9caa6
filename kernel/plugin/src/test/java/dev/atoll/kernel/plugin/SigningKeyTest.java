package dev.atoll.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SigningKeyTest {

  @TempDir private Path folder;

  @Test
  void aKeyIsForItsOwnerAloneAndReadAgain() throws IOException {
    SigningKey made = SigningKey.generate(folder.resolve("new/keys/acme"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made.file())))
        .isEqualTo("rw-------");
    assertThat(SigningKey.read(made.file()).id()).isEqualTo(made.id());
    assertThat(made.toString()).doesNotContain("PRIVATE");
  }

  @Test
  void aKeyIsNeverWrittenOver() throws IOException {
    SigningKey.generate(folder.resolve("acme"));

    assertThatThrownBy(() -> SigningKey.generate(folder.resolve("acme.pem")))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("is there already, and a key is never written over");
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws IOException {
    Path file = SigningKey.generate(folder.resolve("acme")).file();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> SigningKey.read(file))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("has the permissions rw-r--r--, expected rw-------");
  }

  @Test
  void thePublicHalfOfAnotherKeyIsRefused() throws IOException {
    SigningKey one = SigningKey.generate(folder.resolve("one"));
    SigningKey other = SigningKey.generate(folder.resolve("other"));
    Files.delete(one.publicFile());
    Files.copy(other.publicFile(), one.publicFile());

    assertThatThrownBy(() -> SigningKey.read(one.file()))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("one.pub.pem is not the public half of");
  }

  @Test
  void whatIsNoKeyIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text.pem"), "nothing");

    assertThatThrownBy(() -> PublicKeyFile.read(file))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining(
            "text.pem is no Ed25519 public key in PEM: there is no \"-----BEGIN PUBLIC KEY-----\"");
  }
}
