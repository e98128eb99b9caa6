package dev.atoll.replica.persistence;

import static dev.atoll.replica.persistence.CheckpointTables.BLOBS;
import static dev.atoll.replica.persistence.CheckpointTables.CANISTERS;
import static dev.atoll.replica.persistence.CheckpointTables.CHECKPOINT;
import static dev.atoll.replica.persistence.CheckpointTables.META;
import static dev.atoll.replica.persistence.CheckpointTables.PAGES;
import static dev.atoll.replica.persistence.CheckpointTables.STATUSES;

import dev.atoll.spi.storage.Storage;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Hashes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a checkpoint came to, in a few bytes: equal states at one height give equal digests,
/// however often checkpoints were written before and wherever their pages lie.
public final class TableDigests {

  private TableDigests() {}

  /// The SHA-256 of the entries of each table but that of pages, and for pages the exclusive or of
  /// the SHA-256 of each.
  public static SortedMap<String, Bytes> of(Storage storage) {
    TreeMap<String, Bytes> digests = new TreeMap<>();
    @Nullable Bytes bytes = storage.get(META, CHECKPOINT);
    if (bytes == null) {
      return digests;
    }
    Cbor.CborMap meta = CheckpointMeta.open(bytes);
    Bytes state = CheckpointMeta.decode(meta).encode(0, 0);
    digests.put(META, Bytes.wrap(Hashes.sha256(state.unsafeArray())));
    Map<Long, String> owners = new TreeMap<>();
    digests.put(CANISTERS, canisters(storage, owners));
    for (String table : new String[] {BLOBS, STATUSES}) {
      MessageDigest digest = Hashes.newSha256();
      scan(storage, table, (key, value) -> update(digest, key, value));
      digests.put(table, Bytes.wrap(digest.digest()));
    }
    digests.put(PAGES, pages(storage, owners, CheckpointMeta.nextPack(meta)));
    return digests;
  }

  /// @param owners receives whose memory each number is
  private static Bytes canisters(Storage storage, Map<Long, String> owners) {
    MessageDigest digest = Hashes.newSha256();
    scan(
        storage,
        CANISTERS,
        (key, value) -> {
          CanisterRecord record = CanisterRecord.decode(value);
          owners.put(record.heap(), "heap " + key);
          owners.put(record.stableMemory(), "stable " + key);
          update(digest, key, record.canister());
        });
    return Bytes.wrap(digest.digest());
  }

  private static Bytes pages(Storage storage, Map<Long, String> owners, long nextPack) {
    Map<Long, Map<Integer, Bytes>> newest = new TreeMap<>();
    scan(
        storage,
        PAGES,
        (key, value) -> {
          if (Long.compareUnsigned(CheckpointTables.packOf(key), nextPack) >= 0) {
            return; // of a checkpoint that was not finished
          }
          Map<Integer, Bytes> packOf =
              newest.computeIfAbsent(CheckpointTables.memoryOf(key), _ -> new TreeMap<>());
          for (int page : PagePack.of(value).pages()) {
            packOf.put(page, key);
          }
        });
    byte[] all = new byte[32];
    scan(
        storage,
        PAGES,
        (key, value) -> {
          long memory = CheckpointTables.memoryOf(key);
          @Nullable String owner = owners.get(memory);
          if (owner != null) {
            Map<Integer, Bytes> packOf = newest.getOrDefault(memory, Map.of());
            PagePack pack = PagePack.of(value);
            for (int i = 0; i < pack.pages().length; i++) {
              if (Objects.equals(key, packOf.get(pack.pages()[i]))) {
                add(all, owner, pack, i);
              }
            }
          }
        });
    return Bytes.wrap(all);
  }

  private static void add(byte[] all, String owner, PagePack pack, int index) {
    MessageDigest digest = Hashes.newSha256();
    update(
        digest,
        Bytes.ofUtf8(owner + " " + pack.pages()[index]),
        Bytes.wrap(pack.content(index).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)));
    byte[] one = digest.digest();
    for (int i = 0; i < all.length; i++) {
      all[i] ^= one[i];
    }
  }

  private interface Visitor {

    void visit(Bytes key, Bytes value);
  }

  private static void scan(Storage storage, String table, Visitor visitor) {
    storage.scan(
        table,
        Bytes.EMPTY,
        null,
        (key, value) -> {
          visitor.visit(key, value);
          return true;
        });
  }

  private static void update(MessageDigest digest, Bytes key, Bytes value) {
    for (Bytes bytes : new Bytes[] {key, value}) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.size()).array());
      digest.update(bytes.unsafeArray());
    }
  }
}
