package dev.atoll.execution.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Generated modules do the same in every mode of the JVM's compilers, each in a JVM of its own.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class JvmModesAgreeTest {

  private static final int MODULES = 40;

  private static List<String> usual = List.of();

  @BeforeAll
  static void runAsUsual() {
    usual = DigestMain.digests(1, MODULES).map(Object::toString).toList();
    assertThat(usual).hasSize(MODULES);
  }

  @ParameterizedTest
  @MethodSource("dev.atoll.execution.jvm.JvmMode#ofTheJdk")
  void codeDoesTheSameInEveryMode(JvmMode mode) throws IOException, InterruptedException {
    assertThat(mode.digests(1, MODULES)).isEqualTo(usual);
  }
}
