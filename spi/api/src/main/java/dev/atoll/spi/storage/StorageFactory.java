package dev.atoll.spi.storage;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/// Opens storages. Registered as a service by a storage bundle.
@ConsumerType
public interface StorageFactory {

  /// A short name for messages and files, such as `mapdb`.
  String name();

  /// Opens the storage in `directory`, creating what is missing.
  ///
  /// The directory belongs to the storage alone. A second open of the same directory fails until
  /// the first is closed.
  ///
  /// @throws StorageException if the directory cannot be used; its message names the directory,
  ///     what was found and what was expected
  Storage open(Path directory);
}
