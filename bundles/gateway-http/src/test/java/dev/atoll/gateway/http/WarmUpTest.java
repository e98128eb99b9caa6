package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WarmUpTest {

  @Test
  void eachConnectionBringsAnAnswerOfEveryKind() throws Exception {
    int answered = new WarmUp(new TestConfig().build()).run();

    assertThat(answered).isPositive();
    assertThat(answered % 5).isZero();
  }
}
