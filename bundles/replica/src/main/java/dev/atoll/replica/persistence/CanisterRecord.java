package dev.atoll.replica.persistence;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import java.util.List;

/// A canister in the table of canisters.
///
/// @param stableMemory the number of its stable memory in the table of pages
/// @param heap the number of its heap there, [#NO_HEAP] without code
/// @param canister see [CanisterCodec]
record CanisterRecord(long stableMemory, long heap, Bytes canister) {

  static final long NO_HEAP = 0;

  Bytes encode() {
    return Cbor.array(Cbor.nat(stableMemory), Cbor.nat(heap), Cbor.blob(canister)).encode();
  }

  static CanisterRecord decode(Bytes bytes) {
    List<Cbor> items = Cbor.decode(bytes).asArray();
    return new CanisterRecord(
        items.get(0).asNat64(), items.get(1).asNat64(), items.get(2).asBlob());
  }
}
