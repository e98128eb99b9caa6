package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.admin.AdminClient;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private static final int QUIET_SECONDS = 2;

  /// Class loaders and bytes of the heap may differ by what happens to be under way.
  private static final long HEAP_GROWTH_BYTES_MAX = 40L << 20;

  /// A node keeps the status of a call for five minutes, in about 1.3 kB: the many calls of a long
  /// campaign are no growth once those have passed.
  private static final Duration STATUSES_MAX = Duration.ofMinutes(7);

  private static final int STATUSES_CHECK_SECONDS = 15;

  /// A campaign of so many swaps is compared with as much time without any.
  private static final int COMPARED_SWAPS_MIN = 20;

  private static final long REST_MAX_NANOS = 60_000_000_000L;

  private static final int REST_MILLIS = 100;

  /// Those that are swapped, separated by commas.
  private static final List<String> KINDS =
      List.of(System.getProperty("swap.kinds", "consensus,execution,gateway,storage").split(","));

  /// What canisters hold in their memories, half of it on the heap.
  private static final int STATE_MIB = Integer.getInteger("swap.state.mib", 0);

  private static final int BALLAST_MIB = 16;

  private static final Duration CHECKPOINT_MAX = Duration.ofMinutes(10);

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
      if (STATE_MIB > 0) {
        fill(client, state);
      }
      Campaign campaign = new Campaign(state, node, counter);
      campaign.run();
      assertThat(SwapLoad.number(client.query(counter, "get")))
          .as("the count in the end")
          .isEqualTo(campaign.answered);
      assertThat(node.stop()).isZero();
    }
    assertThat(Product.replay(product, state)).as("exit code of the replay").isZero();
  }

  /// Returns when a checkpoint has all of it: only that is in the storage.
  private static void fill(NodeClient client, Path state) throws Exception {
    Principal ballast = client.deploy(Canisters.ballast());
    for (int mib = 0; mib < STATE_MIB; mib += BALLAST_MIB) {
      client.reply(ballast, "fill", Bytes.EMPTY);
    }
    long end = System.nanoTime() + CHECKPOINT_MAX.toNanos();
    while (sizeMib(state) < STATE_MIB) {
      assertThat(System.nanoTime()).as("time of the checkpoint").isLessThan(end);
      TimeUnit.SECONDS.sleep(1);
    }
    say("canisters hold %d MiB, the state takes %d MiB".formatted(STATE_MIB, sizeMib(state)));
  }

  private static long sizeMib(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      return files.mapToLong(file -> file.toFile().length()).sum() >> 20;
    }
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

    private final SwapTimes times = new SwapTimes();

    private long answered;

    Campaign(Path state, Product node, Principal counter) {
      this.state = state;
      this.node = node;
      this.counter = counter;
    }

    void run() throws Exception {
      SwapLoad quiet = new SwapLoad(node.url(), counter, USERS);
      TimeUnit.SECONDS.sleep(QUIET_SECONDS);
      quiet.end();
      assertThat(quiet.failures()).isEmpty();
      answered = quiet.answered();
      say("without swaps: " + quiet.summary());
      LiveHeap before = new LiveHeap(0, 0);
      SwapLoad load = new SwapLoad(node.url(), counter, USERS);
      for (int i = 1; i <= SWAPS; i++) {
        swap(load, KINDS.get(random.nextInt(KINDS.size())));
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

    private void swap(SwapLoad load, String kind) throws InterruptedException {
      List<String> pair = Objects.requireNonNull(pairs.get(kind), kind);
      String name = "%s to %s".formatted(kind, pair.get(1).replace("dev.atoll:", ""));
      List<SwapTimes.Step> steps = new ArrayList<>();
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
              event ->
                  steps.add(
                      new SwapTimes.Step(String.valueOf(event.get("step")), System.nanoTime())));
      long end = System.nanoTime();
      pair.add(pair.removeFirst());
      long exchange =
          result.get("micros") instanceof Map<?, ?> micros
                  && micros.get("exchange") instanceof Number number
              ? number.longValue()
              : 0;
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS); // requests end that were sent in the swap
      times.swapped(
          name, load.slowest(begin, end), duringExchange(load, steps, end), steps, exchange);
      if (SWAPS >= COMPARED_SWAPS_MIN || STATE_MIB > 0) {
        rest(load, name, Math.min(end - begin, REST_MAX_NANOS));
      }
    }

    /// What is left of the slowest request if all that goes on beside the work is left out.
    private static SwapLoad.Sample duringExchange(
        SwapLoad load, List<SwapTimes.Step> steps, long end) {
      long from = end;
      for (SwapTimes.Step step : steps) {
        if (step.name().equals("exchange")) {
          from = step.atNanos();
        } else if (step.atNanos() > from) {
          return load.slowest(from, step.atNanos());
        }
      }
      return load.slowest(from, end);
    }

    private void rest(SwapLoad load, String name, long nanos) throws InterruptedException {
      long begin = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(nanos);
      long end = System.nanoTime();
      TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      times.rested(name, load.slowest(begin, end));
    }

    private void report(SwapLoad load) {
      say("with swaps: " + load.summary());
      times.lines().forEach(SwapIT::say);
    }
  }

  private static void say(String line) {
    System.getLogger(SwapIT.class.getName()).log(System.Logger.Level.WARNING, line);
  }
}
