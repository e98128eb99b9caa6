package dev.atoll.replica.testing;

import dev.atoll.spi.kernel.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Secrets in memory. Not thread-safe.
public final class MemoryKeyStore implements KeyStore {

  private final Map<String, byte[]> secrets = new TreeMap<>();

  @Override
  public Optional<byte[]> load(String name) {
    return Optional.ofNullable(secrets.get(name)).map(byte[]::clone);
  }

  @Override
  public void store(String name, byte[] secret) {
    secrets.put(name, secret.clone());
  }

  public Map<String, byte[]> secrets() {
    return secrets;
  }
}
