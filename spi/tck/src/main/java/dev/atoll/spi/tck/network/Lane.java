package dev.atoll.spi.tck.network;

import dev.atoll.spi.network.Channel;
import dev.atoll.types.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One direction of a connection: queues at the sender, one piece after the other on the wire,
/// queues at the receiver. The lock of the network guards it.
final class Lane {

  /// What a message or piece takes on the wire besides its bytes.
  private static final int OVERHEAD_BYTES = 64;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final SimulatedNetwork network;

  private final SimulatedTransport from;

  private final SimulatedTransport to;

  /// By priority, then by id.
  private final SortedMap<Channel, Line> lines =
      new TreeMap<>(Comparator.comparing(Channel::priority).thenComparingInt(Channel::id));

  private final List<Pipe> pipes = new ArrayList<>();

  private @Nullable Lane opposite;

  private boolean transmitting;

  private boolean broken;

  private long lastArrivalNanos;

  /// Since when the other side is out of reach, negative if it is not.
  private long silentSinceNanos = -1;

  /// The messages of one channel.
  private static final class Line {

    final Channel channel;

    final ArrayDeque<Bytes> toSend = new ArrayDeque<>();

    final ArrayDeque<Bytes> arrived = new ArrayDeque<>();

    long toSendBytes;

    /// On the wire and at the receiver.
    long beyondBytes;

    boolean refused;

    boolean stopped;

    boolean delivering;

    Line(Channel channel) {
      this.channel = channel;
    }

    boolean hasRoom(long used, int size) {
      return used == 0 || used + size <= channel.queueBytesMax();
    }

    boolean canTransmit() {
      @Nullable Bytes next = toSend.peek();
      return next != null && hasRoom(beyondBytes, next.size());
    }
  }

  Lane(SimulatedNetwork network, SimulatedTransport from, SimulatedTransport to) {
    this.network = network;
    this.from = from;
    this.to = to;
  }

  void begin(Lane back) {
    opposite = back;
    watch();
  }

  Lane opposite() {
    return Objects.requireNonNull(opposite, "set when the connection is made");
  }

  SimulatedNetwork network() {
    return network;
  }

  /// Ends the connection when the other side was out of reach for long.
  private void watch() {
    if (broken) {
      return;
    }
    if (network.reaches(from.node(), to.node())) {
      silentSinceNanos = -1;
    } else if (silentSinceNanos < 0) {
      silentSinceNanos = network.nowNanos();
    } else if (network.nowNanos() - silentSinceNanos >= SimulatedNetwork.SILENCE_MAX.toNanos()) {
      breakConnection();
      return;
    }
    network.after(SimulatedNetwork.RETRY, this::watch);
  }

  void breakConnection() {
    if (!broken) {
      endHere();
      opposite().endHere();
    }
  }

  private void endHere() {
    broken = true;
    pipes.forEach(Pipe::fail);
    from.ended(this, to.node());
    network.notifyAll();
  }

  boolean send(Channel channel, Bytes message) {
    Line line = lines.computeIfAbsent(channel, Line::new);
    if (!line.hasRoom(line.toSendBytes, message.size())) {
      line.refused = true;
      return false;
    }
    line.toSend.add(message);
    line.toSendBytes += message.size();
    kick();
    return true;
  }

  long queuedBytes() {
    return lines.values().stream().mapToLong(line -> line.toSendBytes).sum();
  }

  Pipe.Output openStream(Channel channel, Bytes header) {
    Pipe pipe = new Pipe(this, channel, header);
    pipes.add(pipe);
    kick();
    return pipe.output();
  }

  /// Transmits soon: in an event, so that whoever sends is not called meanwhile.
  void kick() {
    network.at(network.nowNanos(), this::transmit);
  }

  private void transmit() {
    if (transmitting || broken) {
      return;
    }
    for (Channel.Priority priority : Channel.Priority.values()) {
      if (transmitMessage(priority) || transmitPiece(priority)) {
        return;
      }
    }
  }

  private boolean transmitMessage(Channel.Priority priority) {
    for (Line line : lines.values()) {
      if (line.channel.priority() == priority && line.canTransmit()) {
        Bytes message = line.toSend.remove();
        line.toSendBytes -= message.size();
        line.beyondBytes += message.size();
        if (line.refused) {
          line.refused = false;
          from.tell(listener -> listener.writable(to.node(), line.channel));
        }
        boolean lost = network.loses() || !network.reaches(from.node(), to.node());
        occupy(message.size(), () -> arrive(line, message, lost));
        return true;
      }
    }
    return false;
  }

  private boolean transmitPiece(Channel.Priority priority) {
    for (Pipe pipe : pipes) {
      if (pipe.channel().priority() == priority && pipe.hasPiece()) {
        byte[] piece = pipe.takePiece();
        occupy(piece.length, () -> pipe.arrive(piece));
        // The next one is another stream's turn.
        pipes.remove(pipe);
        pipes.add(pipe);
        return true;
      }
    }
    return false;
  }

  private void occupy(int size, Runnable arrival) {
    transmitting = true;
    long nanos = (size + OVERHEAD_BYTES) * NANOS_PER_SECOND / network.conditions().bytesPerSecond();
    network.at(
        network.nowNanos() + nanos,
        () -> {
          transmitting = false;
          lastArrivalNanos =
              Math.max(lastArrivalNanos, network.nowNanos() + network.latencyNanos());
          network.at(
              lastArrivalNanos,
              () -> {
                if (!broken) {
                  arrival.run();
                }
              });
          transmit();
        });
  }

  private void arrive(Line line, Bytes message, boolean lost) {
    if (lost) {
      line.beyondBytes -= message.size();
      kick();
    } else {
      line.arrived.add(message);
      deliver(line);
    }
  }

  private void deliver(Line line) {
    @Nullable Bytes message = line.arrived.peek();
    if (message == null || line.stopped || line.delivering || broken) {
      return;
    }
    line.delivering = true;
    to.tell(
        listener -> {
          boolean taken = true; // a listener that throws has had it
          try {
            taken = listener.received(from.node(), line.channel, message);
          } finally {
            delivered(line, taken);
          }
        });
  }

  private void delivered(Line line, boolean taken) {
    synchronized (network) {
      line.delivering = false;
      if (taken) {
        line.beyondBytes -= line.arrived.remove().size();
        kick();
        deliver(line);
      } else {
        line.stopped = true;
      }
    }
  }

  /// The listener takes messages of this channel again.
  void resume(Channel channel) {
    @Nullable Line line = lines.get(channel);
    if (line != null) {
      line.stopped = false;
      network.at(network.nowNanos(), () -> deliver(line));
    }
  }

  /// Tells the receiver of a stream.
  void opened(Pipe pipe) {
    to.tell(listener -> listener.opened(from.node(), pipe.channel(), pipe.header(), pipe.input()));
  }

  void forget(Pipe pipe) {
    pipes.remove(pipe);
  }
}
