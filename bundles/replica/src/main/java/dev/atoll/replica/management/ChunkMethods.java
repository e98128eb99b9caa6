package dev.atoll.replica.management;

import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.candid.CandidView;
import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.StorageClaim;
import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ChunkStore;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.replica.state.SubnetMemory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Hashes;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The store for parts of large modules.
final class ChunkMethods {

  /// What storing a chunk counts for and costs. Source: reference implementation
  /// `rs/config/src/subnet_config.rs`, `DEFAULT_UPLOAD_CHUNK_INSTRUCTIONS`.
  static final long UPLOAD_INSTRUCTIONS = 200_000_000;

  private static final int HASH_SIZE_BYTES = 32;

  private final CyclesAccounting accounting;

  ChunkMethods(CyclesAccounting accounting) {
    this.accounting = accounting;
  }

  void addTo(MethodTable table) {
    table.add("upload_chunk", this::upload);
    table.add("clear_chunk_store", ChunkMethods::clear);
    table.add("stored_chunks", ChunkMethods::list);
  }

  private ManagementOutcome upload(Invocation call) {
    CanisterState canister = call.ownCanister();
    Bytes chunk = call.arg().field("chunk").asBlob();
    Cycles fee = fee(call, canister);
    Bytes hash = Bytes.wrap(Hashes.sha256(chunk.unsafeArray()));
    boolean added = canister.chunks().get(hash) == null;
    if (added) {
      StorageClaim claim = check(call, canister, chunk, fee);
      claim.take(call.state(), canister);
    }

    canister.setCycles(canister.cycles().minus(fee));
    if (!fee.isZero()) {
      canister.consumed().add(Purpose.INSTRUCTIONS, fee);
    }
    if (added) {
      canister.chunks().put(chunk);
    }
    call.outbox().changed(canister.id());
    return call.reply(call.call().cycles(), UPLOAD_INSTRUCTIONS, hashRecord(hash));
  }

  /// The price of an upload, which the canister can pay without freezing.
  private Cycles fee(Invocation call, CanisterState canister) {
    Cycles fee = accounting.managementExecution(call.state().subnet(), UPLOAD_INSTRUCTIONS);
    Cycles needed =
        fee.saturatingPlus(threshold(call, canister, CanisterMemory.totalBytes(canister)));
    if (!fee.isZero() && canister.cycles().isLessThan(needed)) {
      throw Refusals.chunkStore(
          ("Error charging for 'upload_chunk': Canister %s is out of cycles: please top up the"
                  + " canister with at least %s additional cycles")
              .formatted(canister.id(), Texts.grouped(needed.minus(canister.cycles()))));
    }
    return fee;
  }

  private StorageClaim check(Invocation call, CanisterState canister, Bytes chunk, Cycles fee) {
    if (chunk.size() > ChunkStore.CHUNK_SIZE_BYTES_MAX) {
      throw Refusals.chunkStore(
          "Wasm chunk size %d exceeds the maximum chunk size of %d"
              .formatted(chunk.size(), ChunkStore.CHUNK_SIZE_BYTES_MAX));
    }
    if (canister.chunks().chunks().size() >= ChunkStore.CHUNKS_MAX) {
      throw Refusals.chunkStore(
          ("Wasm chunk store has already reached maximum capacity of %d bytes or the maximum number"
                  + " of entries, %d")
              .formatted(
                  (long) ChunkStore.CHUNKS_MAX * ChunkStore.CHUNK_SIZE_BYTES_MAX,
                  ChunkStore.CHUNKS_MAX));
    }
    long bytes = ChunkStore.CHUNK_SIZE_BYTES_MAX;
    Cycles threshold = threshold(call, canister, CanisterMemory.totalBytes(canister) + bytes);
    Cycles left = canister.cycles().minus(fee);
    if (left.isLessThan(threshold)) {
      throw Refusals.memoryGrowth(bytes, threshold.minus(left));
    }
    long used = CanisterMemory.totalBytes(canister);
    StorageClaim claim =
        StorageClaim.of(
            call.state(),
            accounting,
            SubnetMemory.held(canister.settings(), used),
            SubnetMemory.held(canister.settings(), used + bytes));
    if (!claim.fits()) {
      throw SettingsRefusals.memoryOversubscribed(
          BigInteger.valueOf(claim.bytes()), BigInteger.valueOf(claim.availableBytes()));
    }
    Cycles limit = canister.settings().reservedCyclesLimit();
    if (claim.exceeds(canister.reservedCycles(), limit)) {
      throw Refusals.reservedCyclesLimit(
          claim.bytes(), limit, claim.excess(canister.reservedCycles(), limit));
    }
    if (left.isLessThan(claim.reservation())) {
      throw Refusals.memoryGrowth(bytes, claim.reservation().minus(left));
    }
    return claim;
  }

  private Cycles threshold(Invocation call, CanisterState canister, long memoryBytes) {
    return accounting.freezingThreshold(
        call.state().subnet(), canister.settings(), memoryBytes, canister.reservedCycles());
  }

  private static ManagementOutcome clear(Invocation call) {
    CanisterState canister = call.ownCanister();
    canister.chunks().clear();
    call.outbox().changed(canister.id());
    return call.reply();
  }

  private static ManagementOutcome list(Invocation call) {
    List<CandidValue> hashes =
        call.ownCanister().chunks().chunks().keySet().stream()
            .map(ChunkMethods::hashRecord)
            .toList();
    return call.reply(CandidValues.vec(hashes));
  }

  private static CandidValue hashRecord(Bytes hash) {
    return CandidValues.record().field("hash", CandidValues.blob(hash)).build();
  }

  /// The module that the chunks of `store` make up.
  ///
  /// @throws ManagementException if a chunk is missing
  static Bytes assemble(CanisterState store, CandidView hashes) {
    List<CandidView> list = hashes.asVec();
    if (list.size() > ChunkStore.CHUNKS_MAX) {
      throw Refusals.undecodable(
          "The number of elements exceeds maximum allowed " + ChunkStore.CHUNKS_MAX);
    }
    Bytes[] parts = new Bytes[list.size()];
    for (int i = 0; i < parts.length; i++) {
      Bytes hash = list.get(i).field("hash").asBlob();
      if (hash.size() != HASH_SIZE_BYTES) {
        throw Refusals.chunkStore("Chunk hash is invalid. The length is not 32");
      }
      @Nullable Bytes part = store.chunks().get(hash);
      if (part == null) {
        throw Refusals.chunkStore("Chunk hash %s was not found".formatted(Texts.list(hash)));
      }
      parts[i] = part;
    }
    return Bytes.concat(parts);
  }
}
