package dev.atoll.spi.storage.swap;

import dev.atoll.spi.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Says of a failure that the disk is full, whichever way the implementation heard of it.
final class DiskFull {

  /// What the operating systems say for ENOSPC and EDQUOT.
  private static final String[] TEXTS = {"no space left on device", "disk quota exceeded"};

  private DiskFull() {}

  /// `failure`, or if its reason is a full disk one that says so.
  static StorageException explain(Path directory, StorageException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      for (String text : TEXTS) {
        if (message.contains(text)) {
          return new StorageException(
              "storage %s: the disk is full, %s; free some and start again"
                  .formatted(directory, free(directory)),
              failure);
        }
      }
    }
    return failure;
  }

  private static String free(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace() + " bytes are free";
    } catch (IOException e) {
      return "nobody knows how much is free";
    }
  }
}
