package dev.atoll.spi.tck.network;

import dev.atoll.spi.consensus.TimeSource;
import dev.atoll.spi.network.TransportContext;
import dev.atoll.spi.network.TransportFactory;
import dev.atoll.types.NodeId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A network of nodes in one process, in which nothing happens unless a test lets time pass.
///
/// The same seed and the same calls lead to the same messages in the same order: whatever is left
/// to chance comes from the seed, and listeners are called one after the other by the thread that
/// calls [#advance]. Only those who use streams need threads of their own.
///
/// Transports may be used from any thread; [#advance] by one at a time.
public final class SimulatedNetwork {

  public static final long START_NANOS = 1_700_000_000_000_000_000L;

  /// How often a transport tries to connect.
  static final Duration RETRY = Duration.ofMillis(50);

  /// After which time a connection to a peer out of reach ends.
  static final Duration SILENCE_MAX = Duration.ofSeconds(1);

  private static final Comparator<Event> EARLIEST_FIRST =
      Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::sequence);

  private final SplittableRandom random;

  private final PriorityQueue<Event> events = new PriorityQueue<>(EARLIEST_FIRST);

  /// Calls of listeners, in order; made without the lock.
  private final ArrayDeque<Runnable> calls = new ArrayDeque<>();

  private final Map<Integer, SimulatedTransport> byPort = new TreeMap<>();

  private Conditions conditions = Conditions.GOOD;

  private long nowNanos = START_NANOS;

  private long sequence;

  private int nextPort = 10_000;

  private record Event(long atNanos, long sequence, Runnable action) {}

  public SimulatedNetwork(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// Makes transports that are part of this network.
  public TransportFactory factory() {
    return new TransportFactory() {
      @Override
      public String name() {
        return "simulated";
      }

      @Override
      public SimulatedTransport create(TransportContext context) {
        return new SimulatedTransport(SimulatedNetwork.this, context);
      }
    };
  }

  /// The time of the network.
  public TimeSource time() {
    return () -> {
      synchronized (this) {
        return nowNanos;
      }
    };
  }

  public synchronized Conditions conditions() {
    return conditions;
  }

  /// Changes how the network is from now on.
  public synchronized void set(Conditions next) {
    conditions = next;
  }

  /// Lets time pass, and all happen that is due in it.
  public void advance(Duration time) {
    long end;
    synchronized (this) {
      end = nowNanos + time.toNanos();
    }
    while (step(end)) {
      callListeners();
    }
    callListeners();
    synchronized (this) {
      nowNanos = Math.max(nowNanos, end);
    }
  }

  /// Does the next thing that is due until `end`.
  private synchronized boolean step(long end) {
    @Nullable Event next = events.peek();
    if (next == null || next.atNanos() > end) {
      return false;
    }
    events.remove(next);
    nowNanos = Math.max(nowNanos, next.atNanos());
    next.action().run();
    notifyAll(); // whoever waits at a stream
    return true;
  }

  private void callListeners() {
    while (true) {
      @Nullable Runnable call;
      synchronized (this) {
        call = calls.poll();
      }
      if (call == null) {
        return;
      }
      call.run();
    }
  }

  // What follows is for transports, with the lock held.

  long nowNanos() {
    return nowNanos;
  }

  void at(long atNanos, Runnable action) {
    events.add(new Event(Math.max(atNanos, nowNanos), sequence++, action));
  }

  void after(Duration time, Runnable action) {
    at(nowNanos + time.toNanos(), action);
  }

  void call(Runnable listenerCall) {
    calls.add(listenerCall);
  }

  long latencyNanos() {
    long min = conditions.latencyMin().toNanos();
    return min + random.nextLong(conditions.latencyMax().toNanos() - min + 1);
  }

  boolean loses() {
    return conditions.loss() > 0 && random.nextDouble() < conditions.loss();
  }

  byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  boolean reaches(NodeId from, NodeId to) {
    return conditions.reaches(from, to);
  }

  /// @param port 0 for any
  /// @return the port, 0 if it is taken
  int bind(int port, SimulatedTransport transport) {
    int bound = port == 0 ? nextPort++ : port;
    return byPort.putIfAbsent(bound, transport) == null ? bound : 0;
  }

  void unbind(SimulatedTransport transport) {
    byPort.values().removeAll(List.of(transport));
  }

  @Nullable SimulatedTransport at(int port) {
    return byPort.get(port);
  }
}
