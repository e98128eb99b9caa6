package dev.atoll.gateway.http;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The connections of one event loop, to which everything here belongs.
///
/// One timer per loop looks after the deadlines of all its connections: a deadline then costs a
/// request one write to a field, and ends up to [#TICK_MILLIS] late.
final class ConnectionTable {

  static final long TICK_MILLIS = 50;

  private final EventLoop loop;

  private final LongSupplier nanoTime;

  private final Set<ConnectionHandler> connections = new HashSet<>();

  private boolean ticking;

  ConnectionTable(EventLoop loop, LongSupplier nanoTime) {
    this.loop = loop;
    this.nanoTime = nanoTime;
  }

  void add(ConnectionHandler connection) {
    connections.add(connection);
    if (!ticking) {
      ticking = true;
      tickLater();
    }
  }

  void remove(ConnectionHandler connection) {
    connections.remove(connection);
  }

  void drain() {
    connections.forEach(ConnectionHandler::drain);
  }

  void closeAll() {
    // A copy, because a connection that closes removes itself.
    List.copyOf(connections).forEach(ConnectionHandler::close);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // nothing to do when the loop ends before
  private void tickLater() {
    loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      late(nanoTime.getAsLong()).forEach(ConnectionHandler::deadlinePassed);
    } finally {
      ticking = !connections.isEmpty();
      if (ticking) {
        tickLater();
      }
    }
  }

  private List<ConnectionHandler> late(long now) {
    return connections.stream().filter(connection -> connection.isLate(now)).toList();
  }
}
