package dev.atoll.spi.execution;

import dev.atoll.types.Bytes;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Keeps compiled code across restarts. Callable from any thread.
///
/// Entries may vanish at any time, and a damaged entry is never returned. A key must contain
/// everything that the code depends on: the module hash, the versions of engine and
/// instrumentation, the JVM.
@ProviderType
public interface CodeCache {

  int KEY_CHARS_MAX = 200;

  /// The code stored under `key`, or null.
  @Nullable Bytes get(String key);

  /// Stores `code`; failure to do so is not an error.
  ///
  /// @param key letters, digits, `.`, `-` and `_`, at most [#KEY_CHARS_MAX]
  void put(String key, Bytes code);
}
