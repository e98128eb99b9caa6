package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.admin.AdminClient;
import dev.atoll.types.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Swaps bundles of a real node in random order, with updates and queries going on throughout: no
/// request fails, no update is lost or doubled, and the state is that of a node that never swapped.
///
/// The long campaign is in `distributions/bench/README.md`.
final class SwapIT {

  private static final int SWAPS = Integer.getInteger("swaps", 12);

  /// Fixed, so that two runs differ by what the machine does alone.
  private static final long SEED = 4;

  private static final int HEALTH_MILLIS = 200;

  private static final int WARM_UP_SWAPS = 5;

  /// Of each of the four kinds of a load.
  private static final int USERS = 2;

  /// To compare with, and so that all that a request needs is loaded.
  private static final int QUIET_SECONDS = 3;

  /// Class loaders and bytes of the heap may differ by what happens to be under way.
  private static final long HEAP_GROWTH_BYTES_MAX = 40L << 20;

  /// A node keeps the status of a call for five minutes, in about 1.3 kB: the many calls of a long
  /// campaign are no growth once those have passed.
  private static final Duration STATUSES_MAX = Duration.ofMinutes(7);

  private static final int STATUSES_CHECK_SECONDS = 15;

  /// About as long as a swap takes.
  private static final long WINDOW_NANOS = 500_000_000;

  @TempDir private Path directory;

  /// By kind the two bundles that take turns, the one that runs first.
  private final Map<String, List<String>> pairs = new TreeMap<>();

  @Test
  void nothingIsLostWhileBundlesAreSwapped() throws Exception {
    Path product =
        new Enlarged(directory.resolve("product"))
            .withSecond("atoll-gateway-http", "9.0.0")
            .withSecond("atoll-consensus-solo", "9.0.0")
            .write();
    pair(product, "gateway", "atoll-gateway-http", "dev.atoll:atoll-gateway-http:9.0.0");
    pair(product, "execution", "atoll-execution-jvm", "atoll-execution-chicory");
    pair(product, "storage", "atoll-storage-mapdb", "atoll-storage-rocksdb");
    pair(product, "consensus", "atoll-consensus-solo", "dev.atoll:atoll-consensus-solo:9.0.0");
    Path state = directory.resolve("state");
    try (Product node = Product.startFrom(product, state, "--set", "keep-blocks=true");
        NodeClient client = new NodeClient(node.url())) {
      Principal counter = client.deploy(Canisters.counter());
      Campaign campaign = new Campaign(state, node, counter);
      campaign.run();
      assertThat(SwapLoad.number(client.query(counter, "get")))
          .as("the count in the end")
          .isEqualTo(campaign.answered);
      assertThat(node.stop()).isZero();
    }
    assertThat(Product.replay(product, state)).as("exit code of the replay").isZero();
  }

  private void pair(Path product, String kind, String running, String other) {
    pairs.put(kind, new ArrayList<>(List.of(Product.started(product, running), other)));
  }

  /// All swaps of a test.
  private final class Campaign {

    private final Path state;

    private final Product node;

    private final Principal counter;

    private final Random random = new Random(SEED);

    private final Map<String, List<Long>> pausesMicros = new TreeMap<>();

    private final Map<String, List<Long>> exchangesMicros = new TreeMap<>();

    private long answered;

    Campaign(Path state, Product node, Principal counter) {
      this.state = state;
      this.node = node;
      this.counter = counter;
    }

    void run() throws Exception {
      SwapLoad quiet = new SwapLoad(node.url(), counter, USERS);
      long quietBegin = System.nanoTime();
      TimeUnit.SECONDS.sleep(QUIET_SECONDS);
      quiet.end();
      assertThat(quiet.failures()).isEmpty();
      answered = quiet.answered();
      say("without swaps: " + quiet.summary());
      sayWithoutSwaps(quiet, quietBegin, System.nanoTime());
      LiveHeap before = new LiveHeap(0, 0);
      SwapLoad load = new SwapLoad(node.url(), counter, USERS);
      for (int i = 1; i <= SWAPS; i++) {
        List<String> kinds = List.copyOf(pairs.keySet());
        swap(load, kinds.get(random.nextInt(kinds.size())));
        assertThat(load.failures()).as("failed requests after swap %d", i).isEmpty();
        if (i == WARM_UP_SWAPS) { // now all is loaded that swaps need
          before = LiveHeap.of(node.pid());
        }
      }
      load.end();
      assertThat(load.failures()).isEmpty();
      assertThat(load.doubled()).as("updates executed twice").isEmpty();
      answered += load.answered();
      report(load);
      LiveHeap after = LiveHeap.settled(node.pid(), before.bundleLoaders());
      say("heap %s, then %s".formatted(before, after));
      assertThat(after.bundleLoaders())
          .as("class loaders of bundles")
          .isLessThanOrEqualTo(before.bundleLoaders());
      assertThat(growthWithoutStatuses(before, after))
          .as("growth of the heap")
          .isLessThan(HEAP_GROWTH_BYTES_MAX);
    }

    private long growthWithoutStatuses(LiveHeap before, LiveHeap first) throws Exception {
      long end = System.nanoTime() + STATUSES_MAX.toNanos();
      LiveHeap heap = first;
      while (heap.bytes() - before.bytes() >= HEAP_GROWTH_BYTES_MAX && System.nanoTime() < end) {
        TimeUnit.SECONDS.sleep(STATUSES_CHECK_SECONDS);
        heap = LiveHeap.of(node.pid());
        say("heap %s while statuses of %d calls lapse".formatted(heap, answered));
      }
      return heap.bytes() - before.bytes();
    }

    private void swap(SwapLoad load, String kind) {
      List<String> pair = Objects.requireNonNull(pairs.get(kind), kind);
      long begin = System.nanoTime();
      Map<String, Object> result =
          AdminClient.ask(
              state,
              "swap",
              Map.of(
                  "kind",
                  kind,
                  "bundle",
                  pair.get(1),
                  "health-millis",
                  HEALTH_MILLIS,
                  "shadow",
                  kind.equals("execution") && random.nextInt(4) == 0 ? 5 : 0),
              event -> {});
      long end = System.nanoTime();
      if (result.get("micros") instanceof Map<?, ?> micros
          && micros.get("exchange") instanceof Number exchange) {
        exchangesMicros.computeIfAbsent(kind, k -> new ArrayList<>()).add(exchange.longValue());
      }
      pair.add(pair.removeFirst());
      pausesMicros
          .computeIfAbsent(kind, k -> new ArrayList<>())
          .add(load.slowest(begin, end) / 1_000);
    }

    /// What the same figure is when nothing is swapped, for as long as a swap takes.
    private static void sayWithoutSwaps(SwapLoad quiet, long fromNanos, long toNanos) {
      List<Long> sorted = new ArrayList<>();
      for (long at = fromNanos; at + WINDOW_NANOS <= toNanos; at += WINDOW_NANOS) {
        sorted.add(quiet.slowest(at, at + WINDOW_NANOS) / 1_000);
      }
      Collections.sort(sorted);
      say(
          "without swaps: slowest request of each %d ms: p50 %d ms, max %d ms"
              .formatted(
                  WINDOW_NANOS / 1_000_000,
                  sorted.get(sorted.size() / 2) / 1_000,
                  sorted.getLast() / 1_000));
    }

    private void report(SwapLoad load) {
      say("with swaps: " + load.summary());
      pausesMicros.forEach(
          (kind, pauses) -> {
            List<Long> sorted = pauses.stream().sorted().toList();
            say(
                "%s: %d swaps, slowest request of each: p50 %d ms, p99 %d ms, max %d ms"
                    .formatted(
                        kind,
                        sorted.size(),
                        sorted.get(sorted.size() / 2) / 1_000,
                        sorted.get(sorted.size() * 99 / 100) / 1_000,
                        sorted.getLast() / 1_000));
          });
      exchangesMicros.forEach(
          (kind, micros) -> {
            List<Long> sorted = micros.stream().sorted().toList();
            say(
                "%s: exchange took p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                    .formatted(
                        kind,
                        sorted.get(sorted.size() / 2) / 1e3,
                        sorted.get(sorted.size() * 99 / 100) / 1e3,
                        sorted.getLast() / 1e3));
          });
    }
  }

  private static void say(String line) {
    System.getLogger(SwapIT.class.getName()).log(System.Logger.Level.WARNING, line);
  }
}
