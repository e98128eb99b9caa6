package dev.atoll.replica.systemapi;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.wasm.memory.LinearMemory;
import org.junit.jupiter.api.Test;

class StablePagesTest {

  private static final long GIB = 1L << 30;

  private final StablePages pages = new StablePages();

  @Test
  void aMessageAccessesTwoGibibytesAndNoByteMore() {
    pages.access(ExecutionMode.UPDATE, 0, GIB);
    pages.access(ExecutionMode.UPDATE, 400 * GIB, GIB);

    assertThatThrownBy(() -> pages.access(ExecutionMode.UPDATE, 300 * GIB, 1))
        .hasMessage(
            "Canister exceeded memory access limits: Exceeded the limit for the number of accessed"
                + " pages in the stable memory in a single message execution: limit 2097152 KB for"
                + " regular messages and 1048576 KB for queries.");
  }

  @Test
  void aPageCountsOnce() {
    for (int i = 0; i < 3; i++) {
      pages.access(ExecutionMode.NON_REPLICATED_QUERY, 0, GIB);
      pages.access(ExecutionMode.NON_REPLICATED_QUERY, GIB - 1, 1);
      pages.access(ExecutionMode.NON_REPLICATED_QUERY, GIB, 0);
    }

    assertThatThrownBy(() -> pages.access(ExecutionMode.NON_REPLICATED_QUERY, GIB - 1, 2))
        .hasMessageContaining("number of accessed pages");
  }

  @Test
  void installationsMayTouchEightGibibytes() {
    assertThatCode(() -> pages.access(ExecutionMode.INIT, 1, 8 * GIB - 1))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> pages.access(ExecutionMode.PRE_UPGRADE, 8 * GIB, 1))
        .hasMessageContaining("number of accessed pages");
  }

  @Test
  void modifiedPagesHaveTheSameLimits() {
    int message = (int) (2 * GIB / LinearMemory.PAGE_SIZE_BYTES);

    assertThatCode(() -> StablePages.checkDirty(ExecutionMode.UPDATE, message))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> StablePages.checkDirty(ExecutionMode.UPDATE, message + 1))
        .hasMessage(
            "Canister exceeded memory access limits: Exceeded the limit for the number of modified"
                + " pages in the stable memory in a single execution: limit 2097152 KB for regular"
                + " messages, 8388608 KB for upgrade messages and 1048576 KB for queries.");
  }
}
