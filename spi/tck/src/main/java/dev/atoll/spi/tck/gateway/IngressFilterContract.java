package dev.atoll.spi.tck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.gateway.FilterRequest;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.gateway.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every ingress filter keeps, whatever it refuses. Extend it, hand over a filter with a
/// request that it lets pass and one that it refuses, and run it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class IngressFilterContract implements IngressFilterRules {

  /// A request that a new filter lets pass.
  protected abstract FilterRequest permitted();

  /// A request that the filter refuses, once it was asked as often as [#refusedAfter] says.
  protected abstract FilterRequest refused();

  /// How many requests like [#refused] pass first; for limits on the rate.
  protected int refusedAfter() {
    return 0;
  }

  @Test
  void aPermittedRequestPasses() throws Exception {
    assertThat(newFilter().check(permitted())).isEmpty();
  }

  @Test
  void aRefusedRequestIsRefusedInAWordForTheClient() throws Exception {
    IngressFilter filter = newFilter();
    for (int i = 0; i < refusedAfter(); i++) {
      assertThat(filter.check(refused())).as("request %d", i).isEmpty();
    }

    Optional<Refusal> refusal = filter.check(refused());

    assertThat(refusal).isPresent();
    assertThat(refusal.get().text()).isNotBlank().doesNotContain("\n");
  }
}
