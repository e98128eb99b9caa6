package dev.atoll.spi.tck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.gateway.FilterRequest;
import dev.atoll.spi.gateway.FilterRequest.Kind;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What can be said of a filter by those who do not know what it refuses.
public interface IngressFilterRules {

  int THREADS = 8;

  int REQUESTS = 500;

  /// A filter as it starts; called once per test.
  IngressFilter newFilter() throws Exception;

  /// How long a sound filter may take for all requests of a test on a busy machine.
  default Duration patience() {
    return Duration.ofSeconds(10);
  }

  @Test
  default void whateverClientsSendIsDecided() throws Exception {
    IngressFilter filter = newFilter();

    for (FilterRequest request : odd()) {
      assertThat(filter.check(request)).as(request.toString()).isNotNull();
    }
  }

  @Test
  default void whatIsRefusedIsRefusedInAWordForTheClient() throws Exception {
    IngressFilter filter = newFilter();

    for (FilterRequest request : odd()) {
      filter
          .check(request)
          .ifPresent(
              refusal ->
                  assertThat(refusal.text())
                      .as(request.toString())
                      .isNotBlank()
                      .doesNotContain("\n"));
    }
  }

  @Test
  default void manyThreadsMayAsk() throws Exception {
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

  /// Requests of all kinds from all sorts, with names of methods that nobody has.
  private static List<FilterRequest> odd() {
    Principal target = Principal.ofCanisterIndex(0);
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
                  target,
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
            target,
            Principal.ANONYMOUS,
            "greet",
            0,
            InetSocketAddress.createUnresolved("nowhere.invalid", 0)));
    return odd;
  }
}
