package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.admin.AdminClient;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the node in the middle of swaps, under load: it starts again with one of the two bundles,
/// and with every update that was answered. In the shadow step that is the old one.
///
/// More kills: `-Dswap.kills=50`.
final class SwapKillIT {

  private static final int KILLS = Integer.getInteger("swap.kills", 5);

  /// Fixed, so that two runs differ by what the machine does alone.
  private static final long SEED = 11;

  private static final int USERS = 3;

  @TempDir private Path directory;

  private final AtomicLong answered = new AtomicLong();

  /// Updates whose answer did not come.
  private final AtomicLong unknown = new AtomicLong();

  private volatile boolean killed;

  /// One that goes on and on.
  private static final int SHADOW_ROUNDS = 1_000_000;

  private static final int SHADOW_SECONDS_MAX = 30;

  /// A swap whichever of two bundles runs.
  private record Turn(String kind, List<String> bundles, int shadowRounds) {

    boolean isShadow() {
      return shadowRounds > 0;
    }
  }

  @Test
  void theNodeStartsAgainWithOneOfTheTwo() throws Exception {
    Random random = new Random(SEED);
    Path product =
        new Enlarged(directory.resolve("product"))
            .withSecond("atoll-gateway-http", "9.0.0")
            .write();
    List<Turn> turns = turns(product);
    Path state = directory.resolve("state");
    Principal counter;
    try (Product node = Product.startFrom(product, state, "--set", "keep-blocks=true");
        NodeClient client = new NodeClient(node.url())) {
      counter = client.deploy(Canisters.counter());
      assertThat(node.stop()).isZero();
    }
    Map<Turn, String> expected = Map.of();
    for (int kill = 0; kill < KILLS; kill++) {
      try (Product node = Product.startFrom(product, state, "--set", "keep-blocks=true");
          NodeClient client = new NodeClient(node.url())) {
        check(client, counter, kill);
        checkRunning(state, expected);
        killed = false;
        List<Thread> users =
            java.util.stream.IntStream.range(0, USERS)
                .mapToObj(i -> Thread.startVirtualThread(() -> use(node, counter)))
                .toList();
        Turn turn = turns.get(kill % turns.size());
        expected = turn.isShadow() ? Map.of(turn, running(state, turn)) : Map.of();
        CountDownLatch shadow = new CountDownLatch(turn.isShadow() ? 1 : 0);
        Thread swap = Thread.startVirtualThread(() -> swap(state, turn, shadow));
        assertThat(shadow.await(SHADOW_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        TimeUnit.MILLISECONDS.sleep(random.nextInt(turn.isShadow() ? 300 : 1_500));
        node.kill();
        killed = true;
        swap.join();
        for (Thread user : users) {
          user.join();
        }
      }
    }
    try (Product node = Product.startFrom(product, state, "--set", "keep-blocks=true");
        NodeClient client = new NodeClient(node.url())) {
      check(client, counter, KILLS);
      checkRunning(state, expected);
      assertThat(node.stop()).isZero();
    }
    assertThat(Product.replay(product, state)).as("exit code of the replay").isZero();
  }

  private static List<Turn> turns(Path product) {
    Turn storage = new Turn("storage", List.of("atoll-storage-rocksdb", "atoll-storage-mapdb"), 0);
    List<String> engines = List.of("atoll-execution-chicory", "atoll-execution-jvm");
    return List.of(
        storage,
        new Turn("execution", engines, 0),
        storage,
        new Turn(
            "gateway",
            List.of(
                "dev.atoll:atoll-gateway-http:9.0.0",
                Product.started(product, "atoll-gateway-http")),
            0),
        new Turn("execution", engines, SHADOW_ROUNDS));
  }

  private void check(NodeClient client, Principal counter, int kill) throws Exception {
    assertThat(SwapLoad.number(client.query(counter, "get")))
        .as("updates after %d kills", kill)
        .isBetween(answered.get(), answered.get() + unknown.get());
  }

  /// What was only compared does not run.
  private static void checkRunning(Path state, Map<Turn, String> expected) {
    expected.forEach(
        (turn, bundle) -> assertThat(running(state, turn)).as("after a kill").isEqualTo(bundle));
  }

  private static String running(Path state, Turn turn) {
    return turn.bundles().stream()
        .flatMap(bundle -> dryRun(state, turn.kind(), bundle).stream())
        .findFirst()
        .orElseThrow();
  }

  /// The bundle that would make room, empty if this one runs.
  private static Optional<String> dryRun(Path state, String kind, String bundle) {
    try {
      return Optional.of(
          String.valueOf(
              AdminClient.ask(
                      state,
                      "swap",
                      Map.of("kind", kind, "bundle", bundle, "dry-run", true),
                      event -> {})
                  .get("from")));
    } catch (KernelException e) {
      return Optional.empty();
    }
  }

  private static void swap(Path state, Turn turn, CountDownLatch shadow) {
    for (String bundle : turn.bundles()) {
      try {
        AdminClient.ask(
            state,
            "swap",
            Map.of(
                "kind",
                turn.kind(),
                "bundle",
                bundle,
                "health-millis",
                300,
                "shadow",
                turn.shadowRounds()),
            event -> {
              if ("shadow".equals(event.get("step"))) {
                shadow.countDown();
              }
            });
        return;
      } catch (KernelException e) {
        // it runs already, then the other one is meant; or the node is dead
      }
    }
  }

  private void use(Product node, Principal counter) {
    try (NodeClient client = new NodeClient(new PlainHttp(node.url(), true))) {
      while (!killed) {
        unknown.incrementAndGet();
        NodeClient.Answer answer = client.send(client.call(counter, "inc", Bytes.EMPTY));
        assertThat(answer).isInstanceOf(NodeClient.Answer.Replied.class);
        unknown.decrementAndGet();
        answered.incrementAndGet();
      }
    } catch (IOException | RuntimeException e) {
      // The node is dead. What became of the call, the next start tells.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
