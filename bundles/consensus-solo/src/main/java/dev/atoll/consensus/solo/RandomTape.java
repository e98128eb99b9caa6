package dev.atoll.consensus.solo;

import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import dev.atoll.types.Height;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// The randomness of batches: a hash of a secret seed and the height.
///
/// The seed is as secret as the memory of the node, which is as far as one node alone can get:
/// nobody else can foresee the randomness, its operator could.
final class RandomTape {

  private final byte[] seed;

  private RandomTape(byte[] seed) {
    this.seed = seed;
  }

  static RandomTape seededBy(RandomGenerator seeds) {
    byte[] seed = new byte[FinalizedBatch.RANDOMNESS_SIZE_BYTES];
    seeds.nextBytes(seed);
    return new RandomTape(seed);
  }

  Bytes at(Height height) {
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(height.value()).array();
    return Bytes.wrap(Hashes.sha256(seed, number));
  }
}
