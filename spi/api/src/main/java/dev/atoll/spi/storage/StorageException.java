package dev.atoll.spi.storage;

import java.io.Serial;

/// The storage cannot keep its promise: the disk is full, a file is damaged or in use.
public final class StorageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
