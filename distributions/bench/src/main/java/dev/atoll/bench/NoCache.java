package dev.atoll.bench;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.types.Bytes;
import org.jspecify.annotations.Nullable;

/// Keeps no code, so that every compilation is a first one.
final class NoCache implements CodeCache {

  @Override
  public @Nullable Bytes get(String key) {
    return null;
  }

  @Override
  public void put(String key, Bytes code) {}
}
