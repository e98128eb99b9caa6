package dev.atoll.spi.tck.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every mount keeps, whatever it serves. Extend it, hand over a mount, and run it.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class HttpMountContract {

  private static final int THREADS = 8;

  private static final int ROUNDS = 25;

  private static final int LARGE_SIZE_BYTES = 1 << 20;

  /// The mount under test, ready to serve; called once per test.
  protected abstract HttpMount newMount() throws Exception;

  /// A path below the mount that answers with 200 to GET, such as the empty text.
  protected String pathBelowMount() {
    return "";
  }

  /// How long a sound mount may take for a request on a busy machine.
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  private MountLab lab() throws Exception {
    return new MountLab(newMount(), patience());
  }

  @Test
  void itsPlaceIsAlwaysTheSame() throws Exception {
    HttpMount mount = newMount();

    assertThat(mount.mountPoint()).isEqualTo(mount.mountPoint());
  }

  @Test
  void itServesWhatItSaysItServes() throws Exception {
    MountLab lab = lab();

    assertThat(lab.ask(lab.get(pathBelowMount())).status()).isEqualTo(200);
  }

  @Test
  void headIsLikeGet() throws Exception {
    MountLab lab = lab();

    MountResponse get = lab.ask(lab.get(pathBelowMount()));
    MountResponse head = lab.ask(lab.request("HEAD", pathBelowMount(), "", Bytes.EMPTY));

    assertThat(head.status()).isEqualTo(get.status());
    assertThat(head.headers().keySet()).isEqualTo(get.headers().keySet());
  }

  @Test
  void whatItDoesNotKnowIsTheClientsMistake() throws Exception {
    MountLab lab = lab();

    for (String path :
        List.of("/no/such/thing", "//", "/%", "/%zz", "/%00", "/\u00e9", "/" + "x".repeat(8000))) {
      assertThat(lab.ask(lab.get(path)).status()).as(path).isLessThan(500);
    }
    for (String query : List.of("", "&&==", "a", "a=%", "a=" + "x".repeat(8000))) {
      assertThat(lab.ask(lab.request("GET", pathBelowMount(), query, Bytes.EMPTY)).status())
          .as(query)
          .isLessThan(500);
    }
  }

  @Test
  void anyMethodIsAnswered() throws Exception {
    MountLab lab = lab();

    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")) {
      assertThat(lab.ask(lab.request(method, pathBelowMount(), "", Bytes.EMPTY)).status())
          .as(method)
          .isLessThan(500);
    }
  }

  @Test
  void anyBodyIsAnswered() throws Exception {
    MountLab lab = lab();
    byte[] garbage = new byte[LARGE_SIZE_BYTES];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = (byte) (i * 31 + (i >> 8));
    }

    for (String method : List.of("GET", "POST")) {
      assertThat(lab.ask(lab.request(method, pathBelowMount(), "", Bytes.wrap(garbage))).status())
          .as(method)
          .isLessThan(500);
    }
  }

  @Test
  void severalClientsAreServedAtOnce() throws Exception {
    MountLab lab = lab();
    ExecutorService clients = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < THREADS * ROUNDS; i++) {
        calls.add(
            () -> {
              MountResponse response = lab.ask(lab.get(pathBelowMount()));
              lab.body(response);
              return response.status();
            });
      }
      for (Future<Integer> status :
          clients.invokeAll(calls, patience().toMillis(), TimeUnit.MILLISECONDS)) {
        assertThat(status.isCancelled()).as("an answer is late").isFalse();
        assertThat(status.get()).isEqualTo(200);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void itGivesUpWhenInterrupted() throws Exception {
    MountLab lab = lab();

    lab.askInterrupted(lab.get(pathBelowMount()));

    assertThat(lab.ask(lab.get(pathBelowMount())).status()).as("the next one").isEqualTo(200);
  }

  @Test
  void itStopsWritingWhenTheClientHasGone() throws Exception {
    MountLab lab = lab();
    MountResponse response = lab.ask(lab.get(pathBelowMount()));
    if (!(response.body() instanceof MountResponse.Body.Streamed(var writer))) {
      return;
    }
    AtomicInteger writes = new AtomicInteger();
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            writes.incrementAndGet();
            throw new IOException("the client has gone");
          }
        };

    lab.within(
        () -> {
          try {
            writer.writeTo(gone);
          } catch (IOException e) {
            // as it should
          }
          return writes;
        });

    assertThat(writes.get()).as("writes to a client that has gone").isLessThanOrEqualTo(1);
  }
}
