package dev.atoll.spi.tck.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.atoll.spi.gateway.FilterRequest;
import dev.atoll.spi.gateway.FilterRequest.Kind;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Principal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract catches what it is there to catch, in the test whose name says so.
final class IngressFilterContractTest {

  private static final Refusal REFUSAL = new Refusal(Refusal.Kind.FORBIDDEN, "Not here");

  abstract static class Filtering extends IngressFilterContract {

    private final IngressFilter filter;

    Filtering(IngressFilter filter) {
      this.filter = filter;
    }

    @Override
    public IngressFilter newFilter() {
      return filter;
    }

    @Override
    protected FilterRequest permitted() {
      return request("greet");
    }

    @Override
    protected FilterRequest refused() {
      return request("destroy");
    }

    @Override
    public Duration patience() {
      return Duration.ofMillis(500);
    }

    private static FilterRequest request(String method) {
      return new FilterRequest(
          Kind.CALL,
          Principal.ofCanisterIndex(0),
          Principal.ANONYMOUS,
          method,
          100,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000));
    }
  }

  private static Optional<Refusal> sound(FilterRequest request) {
    return request.method().equals("destroy") ? Optional.of(REFUSAL) : Optional.empty();
  }

  static final class Sound extends Filtering {
    Sound() {
      super(IngressFilterContractTest::sound);
    }
  }

  @Test
  void aSoundFilterPasses() {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(Sound.class))
            .execute()
            .testEvents();
    assertThat(events.succeeded().count()).isEqualTo(5);
    assertThat(events.failed().count()).isZero();
  }

  @Test
  void aFilterThatRefusesAllIsCaught() {
    assertCaught(RefusesAll.class, "aPermittedRequestPasses");
  }

  static final class RefusesAll extends Filtering {
    RefusesAll() {
      super(request -> Optional.of(REFUSAL));
    }
  }

  @Test
  void aFilterThatRefusesNothingIsCaught() {
    assertCaught(RefusesNothing.class, "aRefusedRequestIsRefusedInAWordForTheClient");
  }

  static final class RefusesNothing extends Filtering {
    RefusesNothing() {
      super(request -> Optional.empty());
    }
  }

  @Test
  void aRefusalWithoutAWordIsCaught() {
    assertCaught(SaysNothing.class, "aRefusedRequestIsRefusedInAWordForTheClient");
  }

  static final class SaysNothing extends Filtering {
    SaysNothing() {
      super(request -> sound(request).map(refusal -> new Refusal(Refusal.Kind.FORBIDDEN, " ")));
    }
  }

  @Test
  void aFilterThatThrowsAtOddRequestsIsCaught() {
    assertCaught(Throws.class, "whateverClientsSendIsDecided");
  }

  static final class Throws extends Filtering {
    Throws() {
      super(
          request -> {
            if (request.remote().isUnresolved()) {
              throw new IllegalStateException("no address");
            }
            return sound(request);
          });
    }
  }

  @Test
  void aFilterThatBlocksIsCaught() {
    assertCaught(Blocks.class, "manyThreadsMayAsk");
  }

  static final class Blocks extends Filtering {
    Blocks() {
      super(
          request -> {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return Optional.empty();
          });
    }
  }

  private static void assertCaught(Class<?> broken, String test) {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(broken, test))
            .execute()
            .testEvents();
    assertThat(events.failed().count()).as(test).isEqualTo(1);
  }
}
