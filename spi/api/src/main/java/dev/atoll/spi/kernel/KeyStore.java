package dev.atoll.spi.kernel;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/// Keeps the secrets of one bundle, readable by the owner of the node alone.
///
/// Callable from any thread. A name has 1 to 64 characters of `a-z`, `0-9` and `-`.
@ProviderType
public interface KeyStore {

  int SECRET_SIZE_BYTES_MAX = 64 * 1024;

  /// A fresh copy of the secret stored under `name`.
  ///
  /// @throws java.io.UncheckedIOException if it cannot be read, or if others than the owner may
  ///     read it
  Optional<byte[]> load(String name);

  /// Stores a copy of `secret` under `name`, in place of what was there, durably and atomically.
  ///
  /// @throws java.io.UncheckedIOException if it cannot be written
  void store(String name, byte[] secret);
}
