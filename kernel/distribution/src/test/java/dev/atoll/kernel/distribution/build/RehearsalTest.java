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

  @Test
  void aPrincipalIsWrittenAsAgentsWriteIt() {
    assertThat(Rehearsal.textOf(new byte[0])).isEqualTo("aaaaa-aa");
    assertThat(Rehearsal.textOf(new byte[] {4})).isEqualTo("2vxsx-fae");
    assertThat(Rehearsal.textOf(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1}))
        .isEqualTo("rwlgt-iiaaa-aaaaa-aaaaa-cai");
  }
}
