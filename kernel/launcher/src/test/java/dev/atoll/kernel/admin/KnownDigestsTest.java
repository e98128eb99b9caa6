package dev.atoll.kernel.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KnownDigestsTest {

  private static final FileTime THEN = FileTime.fromMillis(1_000_000);

  @TempDir private Path directory;

  private final KnownDigests digests = new KnownDigests();

  private Path file(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("a.jar"), content);
    Files.setLastModifiedTime(file, THEN);
    return file;
  }

  @Test
  void aFileIsReadOnceWhileItStaysTheSame() throws IOException {
    Path file = file("one");
    String digest = digests.sha256(file);
    assertThat(digest).isEqualTo(Digests.sha256(file));

    file("two"); // the same size and time, written in place: nothing tells without reading

    assertThat(digests.sha256(file)).isEqualTo(digest);
  }

  @Test
  void anotherSizeTimeOrFileIsReadAgain() throws IOException {
    Path file = file("one");
    digests.sha256(file);

    Files.setLastModifiedTime(file("two"), FileTime.fromMillis(2_000_000));
    assertThat(digests.sha256(file)).isEqualTo(Digests.sha256(file));

    file("longer");
    assertThat(digests.sha256(file)).isEqualTo(Digests.sha256(file));

    Path other = Files.writeString(directory.resolve("other.jar"), "abcdef");
    Files.setLastModifiedTime(other, THEN);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(digests.sha256(file)).isEqualTo(Digests.sha256(file));
  }

  @Test
  void aFileThatIsGoneIsNotRemembered() throws IOException {
    Path file = file("one");
    digests.sha256(file);
    Files.delete(file);

    assertThatThrownBy(() -> digests.sha256(file)).isInstanceOf(NoSuchFileException.class);
  }
}
