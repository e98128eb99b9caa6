package dev.atoll.replica.persistence;

import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Height;
import java.util.List;

/// A finalized batch as it lies in the block log: the CBOR array [format, height, time, randomness,
/// payload].
final class BlockCodec {

  private static final int FORMAT = 1;

  private BlockCodec() {}

  static Bytes encode(FinalizedBatch batch) {
    return Cbor.array(
            Cbor.nat(FORMAT),
            Cbor.nat(batch.height().value()),
            Cbor.nat64(batch.timeNanos()),
            Cbor.blob(batch.randomness()),
            Cbor.blob(batch.payload()))
        .encode();
  }

  /// @throws IllegalStateException if the block is of another format
  static FinalizedBatch decode(Bytes block) {
    List<Cbor> parts = Cbor.decode(block).asArray();
    if (parts.size() != 5 || parts.get(0).asNat64() != FORMAT) {
      throw new IllegalStateException("block is not of format " + FORMAT);
    }
    return new FinalizedBatch(
        new Height(parts.get(1).asNat64()),
        parts.get(2).asNat64(),
        parts.get(3).asBlob(),
        parts.get(4).asBlob());
  }
}
