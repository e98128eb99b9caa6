package dev.atoll.spi.tck.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.spi.gateway.MountResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

/// The contract catches what it is there to catch, in the test whose name says so.
final class HttpMountContractTest {

  interface Serving {
    MountResponse serve(MountRequest request) throws Exception;
  }

  record Mount(Supplier<MountPoint> point, Serving serving) implements HttpMount {

    @Override
    public MountPoint mountPoint() {
      return point.get();
    }

    @Override
    public MountResponse serve(MountRequest request) throws Exception {
      return serving.serve(request);
    }
  }

  private static final MountPoint PLACE = MountPoint.path("/_/sound");

  private static MountResponse sound(MountRequest request) {
    return request.pathBelow(PLACE).isEmpty()
        ? MountResponse.text(200, "hello")
        : MountResponse.text(404, "not here");
  }

  abstract static class Mounting extends HttpMountContract {

    private final Serving serving;

    Mounting(Serving serving) {
      this.serving = serving;
    }

    @Override
    protected HttpMount newMount() {
      return new Mount(() -> PLACE, serving);
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(2);
    }
  }

  static final class Sound extends Mounting {
    Sound() {
      super(HttpMountContractTest::sound);
    }
  }

  static final class SoundStream extends Mounting {
    SoundStream() {
      super(
          request ->
              request.pathBelow(PLACE).isEmpty()
                  ? MountResponse.streamed(200, "text/plain", out -> out.write(new byte[100_000]))
                  : MountResponse.text(404, "not here"));
    }
  }

  @Test
  void soundMountsPass() {
    for (Class<?> sound : new Class<?>[] {Sound.class, SoundStream.class}) {
      var events =
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectClass(sound))
              .execute()
              .testEvents();
      assertThat(events.succeeded().count()).isEqualTo(9);
      assertThat(events.failed().count()).isZero();
    }
  }

  @Test
  void aPlaceThatMovesIsCaught() {
    assertCaught(Moves.class, "itsPlaceIsAlwaysTheSame");
  }

  static final class Moves extends HttpMountContract {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    protected HttpMount newMount() {
      return new Mount(
          () -> MountPoint.path("/_/" + asked.incrementAndGet()), HttpMountContractTest::sound);
    }
  }

  @Test
  void aMountThatServesNothingIsCaught() {
    assertCaught(ServesNothing.class, "itServesWhatItSaysItServes");
  }

  static final class ServesNothing extends Mounting {
    ServesNothing() {
      super(request -> MountResponse.text(404, "not here"));
    }
  }

  @Test
  void aMountThatKnowsGetAloneIsCaught() {
    assertCaught(KnowsGetAlone.class, "headIsLikeGet");
    assertCaught(KnowsGetAlone.class, "anyMethodIsAnswered");
  }

  static final class KnowsGetAlone extends Mounting {
    KnowsGetAlone() {
      super(
          request -> {
            if (!request.method().equals("GET")) {
              throw new UnsupportedOperationException(request.method());
            }
            return sound(request);
          });
    }
  }

  @Test
  void aMountThatTrustsPathsIsCaught() {
    assertCaught(TrustsPaths.class, "whatItDoesNotKnowIsTheClientsMistake");
  }

  static final class TrustsPaths extends Mounting {
    TrustsPaths() {
      super(
          request ->
              MountResponse.text(200, URLDecoder.decode(request.path(), StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aMountThatTrustsBodiesIsCaught() {
    assertCaught(TrustsBodies.class, "anyBodyIsAnswered");
  }

  static final class TrustsBodies extends Mounting {
    TrustsBodies() {
      super(
          request -> {
            if (!request.body().isEmpty()) {
              Integer.parseInt(request.body().toUtf8());
            }
            return sound(request);
          });
    }
  }

  @Test
  void aMountForOneClientAtATimeIsCaught() {
    assertCaught(OneAtATime.class, "severalClientsAreServedAtOnce");
  }

  static final class OneAtATime extends Mounting {
    private static Serving serving() {
      AtomicInteger inside = new AtomicInteger();
      CountDownLatch others = new CountDownLatch(1);
      return request -> {
        try {
          if (inside.incrementAndGet() > 1) {
            throw new IllegalStateException("one at a time");
          }
          boolean never = others.await(5, TimeUnit.MILLISECONDS); // time in which others come
          return never ? MountResponse.text(500, "") : sound(request);
        } finally {
          inside.decrementAndGet();
        }
      };
    }

    OneAtATime() {
      super(serving());
    }
  }

  @Test
  void aMountThatIgnoresInterruptsIsCaught() {
    assertCaught(IgnoresInterrupts.class, "itGivesUpWhenInterrupted");
  }

  static final class IgnoresInterrupts extends Mounting {
    IgnoresInterrupts() {
      super(
          request -> {
            if (Thread.interrupted()) {
              new CountDownLatch(1).await();
            }
            return sound(request);
          });
    }
  }

  @Test
  void aMountThatWritesOnIsCaught() {
    assertCaught(WritesOn.class, "itStopsWritingWhenTheClientHasGone");
  }

  static final class WritesOn extends Mounting {
    WritesOn() {
      super(
          request ->
              MountResponse.streamed(
                  200,
                  "text/plain",
                  out -> {
                    for (int i = 0; i < 10; i++) {
                      try {
                        out.write('x');
                      } catch (IOException e) {
                        // on with it
                      }
                    }
                  }));
    }
  }

  private static void assertCaught(Class<? extends HttpMountContract> broken, String test) {
    var events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(broken, test))
            .execute()
            .testEvents();

    assertThat(events.started().count()).as(test).isEqualTo(1);
    assertThat(events.failed().count()).as(test).isEqualTo(1);
  }
}
