package dev.atoll.spi.tck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.gateway.FilterRequest;
import dev.atoll.spi.gateway.FilterRequest.Kind;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every ingress filter keeps, whatever it refuses. Extend it, hand over a filter with a
/// request that it lets pass and one that it refuses, and run it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class IngressFilterContract {

  private static final int THREADS = 8;

  private static final int REQUESTS = 500;

  /// A filter as it starts; called once per test.
  protected abstract IngressFilter newFilter() throws Exception;

  /// A request that a new filter lets pass.
  protected abstract FilterRequest permitted();

  /// A request that the filter refuses, once it was asked as often as [#refusedAfter] says.
  protected abstract FilterRequest refused();

  /// How many requests like [#refused] pass first; for limits on the rate.
  protected int refusedAfter() {
    return 0;
  }

  /// How long a sound filter may take for all requests of a test on a busy machine.
  protected Duration patience() {
    return Duration.ofSeconds(10);
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

  @Test
  void whateverClientsSendIsDecided() throws Exception {
    IngressFilter filter = newFilter();

    for (FilterRequest request : odd()) {
      assertThat(filter.check(request)).as(request.toString()).isNotNull();
    }
  }

  @Test
  void manyThreadsMayAsk() throws Exception {
    IngressFilter filter = newFilter();
    List<FilterRequest> requests = odd();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> asked = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        asked.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < REQUESTS; i++) {
                    filter.check(requests.get(i % requests.size()));
                  }
                }));
      }
      for (Future<?> each : asked) {
        each.get(patience().toMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      threads.shutdownNow(); // not close(): a filter that blocks would be waited for
    }
  }

  private List<FilterRequest> odd() {
    FilterRequest sound = permitted();
    List<FilterRequest> odd = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Principal sender :
          List.of(
              Principal.ANONYMOUS,
              Principal.MANAGEMENT_CANISTER,
              Principal.of(Bytes.wrap(new byte[29])))) {
        for (String method : List.of("", "\u0000", "<script>", "x".repeat(20_000))) {
          odd.add(
              new FilterRequest(
                  kind,
                  sound.target(),
                  sender,
                  method,
                  Integer.MAX_VALUE,
                  new InetSocketAddress(InetAddress.ofLiteral("::1"), 1)));
        }
      }
    }
    odd.add(
        new FilterRequest(
            Kind.CALL,
            sound.target(),
            sound.sender(),
            sound.method(),
            0,
            InetSocketAddress.createUnresolved("nowhere.invalid", 0)));
    return odd;
  }
}
