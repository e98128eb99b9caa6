package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Parts of Wasm modules that wait to be installed, by their SHA-256.
///
/// Source: reference implementation
/// `rs/replicated_state/src/canister_state/system_state/wasm_chunk_store.rs`.
public final class ChunkStore {

  public static final int CHUNK_SIZE_BYTES_MAX = 1024 * 1024;

  /// Source: `DEFAULT_MAX_SIZE` of the chunk store, 100 MiB.
  public static final int CHUNKS_MAX = 100;

  private final TreeMap<Bytes, Bytes> chunks = new TreeMap<>();

  /// Stores `chunk` and returns its hash; null if the store is full.
  ///
  /// @throws IllegalArgumentException if the chunk is too large
  public @Nullable Bytes put(Bytes chunk) {
    if (chunk.size() > CHUNK_SIZE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "chunk is %d bytes, at most %d allowed".formatted(chunk.size(), CHUNK_SIZE_BYTES_MAX));
    }
    Bytes hash = Bytes.wrap(Hashes.sha256(chunk.unsafeArray()));
    if (!chunks.containsKey(hash) && chunks.size() >= CHUNKS_MAX) {
      return null;
    }
    chunks.put(hash, chunk);
    return hash;
  }

  public @Nullable Bytes get(Bytes hash) {
    return chunks.get(hash);
  }

  public void clear() {
    chunks.clear();
  }

  /// The chunks by hash; unmodifiable.
  public SortedMap<Bytes, Bytes> chunks() {
    return Collections.unmodifiableSortedMap(chunks);
  }

  /// What the store is charged for: every chunk counts as a whole one.
  public long sizeBytes() {
    return (long) chunks.size() * CHUNK_SIZE_BYTES_MAX;
  }
}
