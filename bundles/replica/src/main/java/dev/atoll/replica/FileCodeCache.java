package dev.atoll.replica;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compiled code in files of one directory, each with its SHA-256 before it. Callable from any
/// thread.
final class FileCodeCache implements CodeCache {

  private static final Logger LOG = LoggerFactory.getLogger(FileCodeCache.class);

  private static final int HASH_SIZE_BYTES = 32;

  private final Path directory;

  FileCodeCache(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
  }

  @Override
  public @Nullable Bytes get(String key) {
    Path file = file(key);
    try {
      byte[] content = Files.readAllBytes(file);
      if (content.length >= HASH_SIZE_BYTES) {
        byte[] code = Arrays.copyOfRange(content, HASH_SIZE_BYTES, content.length);
        if (Arrays.equals(content, 0, HASH_SIZE_BYTES, Hashes.sha256(code), 0, HASH_SIZE_BYTES)) {
          return Bytes.wrap(code);
        }
      }
      LOG.warn("cached code is damaged and compiled again file={}", file);
      Files.deleteIfExists(file);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      LOG.warn("cached code cannot be read file={} cause={}", file, e.toString());
    }
    return null;
  }

  @Override
  public void put(String key, Bytes code) {
    Path file = file(key);
    try {
      Path partial = Files.createTempFile(directory, "code", ".partial");
      byte[] content = new byte[HASH_SIZE_BYTES + code.size()];
      System.arraycopy(Hashes.sha256(code.unsafeArray()), 0, content, 0, HASH_SIZE_BYTES);
      System.arraycopy(code.unsafeArray(), 0, content, HASH_SIZE_BYTES, code.size());
      Files.write(partial, content);
      Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("compiled code cannot be cached file={} cause={}", file, e.toString());
    }
  }

  private Path file(String key) {
    if (key.isEmpty() || key.length() > KEY_CHARS_MAX || !key.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("'" + key + "' is no key of a code cache");
    }
    return directory.resolve(key + ".code");
  }
}
