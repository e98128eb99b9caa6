package dev.atoll.kernel.distribution.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import org.junit.jupiter.api.Test;

final class RehearsalTest {

  private static final int LARGE_BYTES_MIN = 25_000;

  /// 200,000 bytes of code are what several threads look at, and fewer go into a message.
  @Test
  void theModuleIsACanisterWithMuchCodeAndALargeFunction() {
    ValidatedModule module = ValidatedModule.ofCanister(Bytes.wrap(RehearsalModule.bytes(1)));

    assertThat(module.module().codeSectionSize()).isBetween(200_000, 1_000_000);
    assertThat(module.module().bodies())
        .anyMatch(body -> body.end() - body.start() > LARGE_BYTES_MIN);
    assertThat(RehearsalModule.bytes(1))
        .isEqualTo(RehearsalModule.bytes(1))
        .isNotEqualTo(RehearsalModule.bytes(2));
  }
}
