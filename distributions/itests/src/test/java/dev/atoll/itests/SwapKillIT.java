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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the node in the middle of swaps, under load: it starts again with one of the two bundles,
/// and with every update that was answered.
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

  @Test
  void theNodeStartsAgainWithOneOfTheTwo() throws Exception {
    Random random = new Random(SEED);
    Path product =
        new Enlarged(directory.resolve("product"))
            .withSecond("atoll-gateway-http", "9.0.0")
            .write();
    List<List<String>> swaps = swaps(product);
    Path state = directory.resolve("state");
    Principal counter;
    try (Product node = Product.startFrom(product, state, "--set", "keep-blocks=true");
        NodeClient client = new NodeClient(node.url())) {
      counter = client.deploy(Canisters.counter());
      assertThat(node.stop()).isZero();
    }
    for (int kill = 0; kill < KILLS; kill++) {
      try (Product node = Product.startFrom(product, state, "--set", "keep-blocks=true");
          NodeClient client = new NodeClient(node.url())) {
        check(client, counter, kill);
        killed = false;
        List<Thread> users =
            java.util.stream.IntStream.range(0, USERS)
                .mapToObj(i -> Thread.startVirtualThread(() -> use(node, counter)))
                .toList();
        List<String> pair = swaps.get(kill % swaps.size());
        Thread swap = Thread.startVirtualThread(() -> swap(state, pair));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
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
      assertThat(node.stop()).isZero();
    }
    assertThat(Product.replay(product, state)).as("exit code of the replay").isZero();
  }

  /// By kind the two bundles that take turns.
  private static List<List<String>> swaps(Path product) {
    List<String> storage = List.of("storage", "atoll-storage-rocksdb", "atoll-storage-mapdb");
    return List.of(
        storage,
        List.of("execution", "atoll-execution-chicory", "atoll-execution-jvm"),
        storage,
        List.of(
            "gateway",
            "dev.atoll:atoll-gateway-http:9.0.0",
            Product.started(product, "atoll-gateway-http")));
  }

  private void check(NodeClient client, Principal counter, int kill) throws Exception {
    assertThat(SwapLoad.number(client.query(counter, "get")))
        .as("updates after %d kills", kill)
        .isBetween(answered.get(), answered.get() + unknown.get());
  }

  private static void swap(Path state, List<String> pair) {
    for (String bundle : pair.subList(1, 3)) {
      try {
        AdminClient.ask(
            state,
            "swap",
            Map.of("kind", pair.getFirst(), "bundle", bundle, "health-millis", 300),
            event -> {});
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
