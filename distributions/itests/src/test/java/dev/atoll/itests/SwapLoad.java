package dev.atoll.itests;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;

/// Users who call and ask without pause, some on connections that they keep, some on fresh ones.
///
/// Each reply of the counter is a number of its own, so that a lost or doubled update shows.
final class SwapLoad {

  /// When a request was sent and how long it took.
  record Sample(long atNanos, long tookNanos, boolean update, boolean kept) {

    static final Sample NONE = new Sample(0, 0, false, false);

    @Override
    public String toString() {
      return "%s on a %s connection"
          .formatted(update ? "update" : "query", kept ? "kept" : "fresh");
    }
  }

  private final URI url;

  private final Principal counter;

  private final List<Thread> users = new ArrayList<>();

  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();

  private final ConcurrentSkipListSet<Long> counts = new ConcurrentSkipListSet<>();

  private final Set<Long> doubled = ConcurrentHashMap.newKeySet();

  private final AtomicLong answered = new AtomicLong();

  private volatile boolean ending;

  /// @param users of each of the four kinds
  SwapLoad(URI url, Principal counter, int users) {
    this.url = url;
    this.counter = counter;
    for (int i = 0; i < users; i++) {
      for (boolean keepAlive : new boolean[] {true, false}) {
        this.users.add(Thread.startVirtualThread(() -> use(keepAlive, true)));
        this.users.add(Thread.startVirtualThread(() -> use(keepAlive, false)));
      }
    }
  }

  private void use(boolean keepAlive, boolean update) {
    try (NodeClient client = new NodeClient(new PlainHttp(url, keepAlive))) {
      while (!ending) {
        long begin = System.nanoTime();
        if (update) {
          update(client);
        } else {
          number(client.query(counter, "get"));
        }
        samples.add(new Sample(begin, System.nanoTime() - begin, update, keepAlive));
      }
    } catch (Exception | AssertionError e) {
      failures.add(
          "%s on a %s connection: %s"
              .formatted(update ? "update" : "query", keepAlive ? "kept" : "fresh", e));
    }
  }

  private void update(NodeClient client) throws Exception {
    NodeClient.Answer answer = client.send(client.call(counter, "inc", Bytes.EMPTY));
    if (!(answer instanceof NodeClient.Answer.Replied(Bytes reply))) {
      throw new IllegalStateException("inc gave " + answer);
    }
    answered.incrementAndGet();
    if (!counts.add(number(reply))) {
      doubled.add(number(reply));
    }
  }

  /// The number in `DIDL 0 1 nat64 number`.
  static long number(Bytes candid) {
    long number = 0;
    for (int i = 7; i >= 0; i--) {
      number = (number << 8) | (candid.get(candid.size() - 8 + i) & 0xff);
    }
    return number;
  }

  /// What went wrong so far; a user stops at the first failure.
  List<String> failures() {
    return List.copyOf(failures);
  }

  long answered() {
    return answered.get();
  }

  /// Replies that were given twice.
  Set<Long> doubled() {
    return doubled;
  }

  /// Ends all users after their request.
  void end() throws InterruptedException {
    ending = true;
    for (Thread user : users) {
      user.join();
    }
  }

  /// The slowest request that was under way in a span of time; one of no length if none was.
  Sample slowest(long fromNanos, long toNanos) {
    return samples.stream()
        .filter(s -> s.atNanos() <= toNanos && s.atNanos() + s.tookNanos() >= fromNanos)
        .max(Comparator.comparingLong(Sample::tookNanos))
        .orElse(Sample.NONE);
  }

  /// How many requests there were and how long they took.
  String summary() {
    long[] sorted = samples.stream().mapToLong(Sample::tookNanos).sorted().toArray();
    return "%d requests, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms"
        .formatted(
            sorted.length,
            at(sorted, 500) / 1e6,
            at(sorted, 990) / 1e6,
            at(sorted, 999) / 1e6,
            at(sorted, 1000) / 1e6);
  }

  private static long at(long[] sorted, int permille) {
    return sorted.length == 0
        ? 0
        : sorted[Math.min(sorted.length - 1, (int) (sorted.length * (long) permille / 1000))];
  }
}
