package dev.atoll.replica.persistence;

import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes the replicated state to the storage and reads it back.
///
/// A checkpoint is one atomic batch with what has changed since the one before: canisters and call
/// statuses that rounds changed, pages that messages wrote, modules that are new. Used by the
/// subnet's thread alone, between rounds, when everything is published.
///
/// Tables: `meta` (`checkpoint`: heights and counters), `canisters` (by id), `modules` (uploaded
/// bytes by hash), `heap` and `stable` (pages by length of the id, id, page number), `statuses`
/// (by request id).
public final class Checkpoints {

  /// Raised when a table changes its form; an older or newer one is refused.
  public static final int FORMAT = 1;

  private static final String META = "meta";

  private static final String CANISTERS = "canisters";

  private static final String MODULES = "modules";

  private static final String STATUSES = "statuses";

  private static final String HEAP = "heap";

  private static final String STABLE = "stable";

  static final List<String> TABLES = List.of(CANISTERS, HEAP, META, MODULES, STABLE, STATUSES);

  private static final Bytes CHECKPOINT = Bytes.ofUtf8("checkpoint");

  private final Storage storage;

  private final TreeSet<Principal> changedCanisters = new TreeSet<>();

  private final TreeSet<RequestId> changedStatuses = new TreeSet<>();

  /// Hashes of the modules in the storage.
  private final TreeSet<Bytes> storedModules = new TreeSet<>();

  /// The memories whose pages are in the storage, by table and canister.
  private final Map<String, Map<Principal, CommittedMemory>> storedMemories =
      Map.of(HEAP, new TreeMap<>(), STABLE, new TreeMap<>());

  private Height height = Height.GENESIS;

  public Checkpoints(Storage storage) {
    this.storage = storage;
  }

  /// The height of the newest checkpoint.
  public Height height() {
    return height;
  }

  /// The height of the newest checkpoint in `storage`, or null if there is none.
  ///
  /// @throws IllegalStateException if it is of another format
  public static @Nullable Height heightIn(Storage storage) {
    @Nullable Bytes bytes = storage.get(META, CHECKPOINT);
    return bytes == null ? null : new Height(decodeMeta(bytes).require("height").asNat64());
  }

  private static Cbor.CborMap decodeMeta(Bytes bytes) {
    Cbor.CborMap meta = Cbor.decode(bytes).asMap();
    long format = meta.require("format").asNat64();
    if (format != FORMAT) {
      throw new IllegalStateException(
          "state has the format %d, this version reads format %d".formatted(format, FORMAT));
    }
    return meta;
  }

  /// Notes what a round changed.
  public void changed(Collection<Principal> canisters, Collection<RequestId> statuses) {
    changedCanisters.addAll(canisters);
    changedStatuses.addAll(statuses);
  }

  /// Makes `state` durable.
  public void write(ReplicatedState state) {
    WriteBatch batch = new WriteBatch();
    TreeSet<Bytes> newModules = new TreeSet<>();
    for (Principal id : changedCanisters) {
      write(batch, newModules, id, state.canister(id));
    }
    for (RequestId id : changedStatuses) {
      IngressStatus.@Nullable Entry entry = state.ingressHistory().get(id);
      if (entry == null) {
        batch.delete(STATUSES, id.bytes());
      } else {
        batch.put(STATUSES, id.bytes(), MessageCodec.encode(entry).encode());
      }
    }
    TreeSet<Bytes> used = new TreeSet<>();
    state.canisters().values().stream()
        .map(CanisterState::execution)
        .filter(execution -> execution != null)
        .forEach(execution -> used.add(execution.module().moduleHash()));
    TreeSet<Bytes> unused = new TreeSet<>(storedModules);
    unused.removeAll(used);
    unused.forEach(hash -> batch.delete(MODULES, hash));
    batch.put(META, CHECKPOINT, meta(state));
    storage.commit(batch);

    storedModules.removeAll(unused);
    storedModules.addAll(newModules);
    for (Principal id : changedCanisters) {
      remember(id, state.canister(id));
    }
    changedCanisters.clear();
    changedStatuses.clear();
    height = state.height();
  }

  private void write(
      WriteBatch batch, Set<Bytes> newModules, Principal id, @Nullable CanisterState canister) {
    @Nullable ExecutionState execution = canister == null ? null : canister.execution();
    writePages(batch, HEAP, id, execution == null ? null : execution.heap());
    writePages(batch, STABLE, id, canister == null ? null : canister.stableMemory());
    if (canister == null) {
      batch.delete(CANISTERS, id.bytes());
      return;
    }
    batch.put(CANISTERS, id.bytes(), CanisterCodec.encode(canister));
    if (execution != null) {
      Bytes hash = execution.module().moduleHash();
      if (!storedModules.contains(hash) && newModules.add(hash)) {
        batch.put(MODULES, hash, execution.module().uploaded());
      }
    }
  }

  private void writePages(
      WriteBatch batch, String table, Principal id, @Nullable CommittedMemory memory) {
    @Nullable CommittedMemory stored = memories(table).get(id);
    if (stored != null && stored != memory) {
      batch.deleteRange(table, pageKey(id, 0), pageKey(id, -1));
    }
    if (memory == null) {
      return;
    }
    if (stored == memory) {
      memory.forEachDirtySinceCheckpoint(
          (page, content) -> batch.put(table, pageKey(id, page), bytes(content)));
    } else {
      memory.forEachPage((page, content) -> batch.put(table, pageKey(id, page), bytes(content)));
    }
  }

  private void remember(Principal id, @Nullable CanisterState canister) {
    @Nullable ExecutionState execution = canister == null ? null : canister.execution();
    remember(HEAP, id, execution == null ? null : execution.heap());
    remember(STABLE, id, canister == null ? null : canister.stableMemory());
  }

  private void remember(String table, Principal id, @Nullable CommittedMemory memory) {
    if (memory == null) {
      memories(table).remove(id);
    } else {
      memory.checkpointed();
      memories(table).put(id, memory);
    }
  }

  private Map<Principal, CommittedMemory> memories(String table) {
    return java.util.Objects.requireNonNull(storedMemories.get(table));
  }

  private static Bytes meta(ReplicatedState state) {
    return Cbor.map()
        .put("format", Cbor.nat(FORMAT))
        .put("subnet", state.subnet().id().bytes())
        .put("height", Cbor.nat(state.height().value()))
        .putNat64("time", state.timeNanos())
        .put("randomness", state.randomness())
        .putNat64("next_canister_index", state.nextCanisterIndex())
        .putNat64("update_transactions", state.updateTransactions())
        .put("management", state.management().stream().map(MessageCodec::encode).toList())
        .build()
        .encode();
  }

  /// Reads the newest checkpoint, or null if there is none.
  ///
  /// @throws IllegalStateException if it is of another format or subnet
  public @Nullable ReplicatedState load(SubnetInfo subnet) {
    @Nullable Bytes bytes = storage.get(META, CHECKPOINT);
    if (bytes == null) {
      return null;
    }
    Cbor.CborMap meta = decodeMeta(bytes);
    Principal found = meta.require("subnet").asPrincipal();
    if (!found.equals(subnet.id().principal())) {
      throw new IllegalStateException(
          "state belongs to the subnet %s, the keys to the subnet %s"
              .formatted(found, subnet.id()));
    }
    ReplicatedState state = new ReplicatedState(subnet, meta.require("time").asNat64());
    state.advance(
        new Height(meta.require("height").asNat64()),
        meta.require("time").asNat64(),
        meta.require("randomness").asBlob());
    state.setNextCanisterIndex(meta.require("next_canister_index").asNat64());
    state.setUpdateTransactions(meta.require("update_transactions").asNat64());
    meta.require("management")
        .asArray()
        .forEach(item -> state.pushManagement(MessageCodec.input(item)));
    loadCanisters(state);
    storage.scan(
        STATUSES,
        Bytes.EMPTY,
        null,
        (key, value) -> {
          state.ingressHistory().put(new RequestId(key), MessageCodec.entry(Cbor.decode(value)));
          return true;
        });
    state.ingressHistory().takeChanged();
    height = state.height();
    return state;
  }

  private void loadCanisters(ReplicatedState state) {
    Map<Bytes, ValidatedModule> modules = new TreeMap<>();
    storage.scan(
        CANISTERS,
        Bytes.EMPTY,
        null,
        (key, value) -> {
          state.add(
              CanisterCodec.canister(Principal.of(key), value, id -> new StoredParts(id, modules)));
          return true;
        });
  }

  /// Reads modules, once each, and pages.
  private final class StoredParts implements CanisterCodec.Parts {

    private final Principal id;

    private final Map<Bytes, ValidatedModule> modules;

    StoredParts(Principal id, Map<Bytes, ValidatedModule> modules) {
      this.id = id;
      this.modules = modules;
    }

    @Override
    public ValidatedModule module(Bytes hash) {
      return modules.computeIfAbsent(
          hash,
          absent -> {
            @Nullable Bytes uploaded = storage.get(MODULES, absent);
            if (uploaded == null) {
              throw new IllegalStateException(
                  "module %s of canister %s is missing in the storage".formatted(absent, id));
            }
            storedModules.add(absent);
            return ValidatedModule.ofCanister(uploaded);
          });
    }

    @Override
    public CommittedMemory heap(long sizeBytes) {
      return memory(HEAP, sizeBytes);
    }

    @Override
    public CommittedMemory stableMemory(long sizeBytes) {
      return memory(STABLE, sizeBytes);
    }

    private CommittedMemory memory(String table, long sizeBytes) {
      CommittedMemory memory = new CommittedMemory();
      memory.load(
          sizeBytes,
          visitor ->
              storage.scan(
                  table,
                  pageKey(id, 0),
                  pageKey(id, -1),
                  (key, value) -> {
                    visitor.visit(
                        (int) ByteBuffer.wrap(key.unsafeArray()).getLong(key.size() - 8),
                        MemorySegment.ofArray(value.unsafeArray()));
                    return true;
                  }));
      memories(table).put(id, memory);
      return memory;
    }
  }

  /// @param page the page number; -1 is above all
  private static Bytes pageKey(Principal id, long page) {
    byte[] bytes = id.bytes().unsafeArray();
    return Bytes.wrap(
        ByteBuffer.allocate(1 + bytes.length + 8)
            .put((byte) bytes.length)
            .put(bytes)
            .putLong(page)
            .array());
  }

  private static Bytes bytes(MemorySegment page) {
    return Bytes.wrap(
        page.asSlice(0, LinearMemory.PAGE_SIZE_BYTES)
            .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
  }
}
