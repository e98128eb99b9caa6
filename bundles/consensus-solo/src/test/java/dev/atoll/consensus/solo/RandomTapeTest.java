package dev.atoll.consensus.solo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RandomTapeTest {

  @Test
  void oneSeedGivesOneTape() {
    RandomTape tape = RandomTape.seededBy(new Random(1));

    assertThat(tape.at(new Height(3)))
        .isEqualTo(RandomTape.seededBy(new Random(1)).at(new Height(3)));
    assertThat(tape.at(new Height(3)))
        .isNotEqualTo(RandomTape.seededBy(new Random(2)).at(new Height(3)));
  }

  @Test
  void heightsHaveRandomnessOfTheirOwn() {
    RandomTape tape = RandomTape.seededBy(new Random(1));
    Set<Bytes> seen = new HashSet<>();

    for (long height = 0; height < 1000; height++) {
      seen.add(tape.at(new Height(height)));
    }

    assertThat(seen).hasSize(1000).allSatisfy(bytes -> assertThat(bytes.size()).isEqualTo(32));
  }
}
