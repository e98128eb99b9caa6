package dev.atoll.consensus.solo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.kernel.ByteSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SoloConfigTest {

  @Test
  void anIntervalThatWouldSpinIsRefused() {
    assertThatThrownBy(() -> new SoloConfig(Duration.ZERO, ByteSize.ofMebibytes(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("block-interval");
  }

  @Test
  void aPayloadThatNoMessageFitsInIsRefused() {
    assertThatThrownBy(() -> new SoloConfig(Duration.ofSeconds(1), ByteSize.ofMebibytes(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("payload-max is 1048576 bytes");
  }
}
