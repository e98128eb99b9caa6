package dev.atoll.spi.tck.network;

import dev.atoll.spi.network.BulkInput;
import dev.atoll.spi.network.BulkOutput;
import dev.atoll.spi.network.Channel;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream. The lock of the network guards it, and whoever waits for data or room waits at it.
final class Pipe {

  /// What may wait on either side.
  private static final int WINDOW_BYTES = 256 * 1024;

  private static final int PIECE_BYTES_MAX = 16 * 1024;

  private final Lane lane;

  private final Channel channel;

  private final Bytes header;

  private final Output output = new Output();

  private final Input input = new Input();

  private final ArrayDeque<byte[]> toSend = new ArrayDeque<>();

  private final ArrayDeque<byte[]> arrived = new ArrayDeque<>();

  private int toSendBytes;

  /// On the wire and at the receiver.
  private int beyondBytes;

  private boolean announced;

  private boolean opened;

  private boolean completed;

  private boolean completeSent;

  private boolean ended;

  private boolean failed;

  Pipe(Lane lane, Channel channel, Bytes header) {
    this.lane = lane;
    this.channel = channel;
    this.header = header;
  }

  Channel channel() {
    return channel;
  }

  Bytes header() {
    return header;
  }

  Output output() {
    return output;
  }

  Input input() {
    return input;
  }

  /// The announcement, data that fits, or the end.
  boolean hasPiece() {
    if (failed) {
      return false;
    }
    byte @Nullable [] next = toSend.peek();
    return !announced
        || (next != null && beyondBytes + next.length <= WINDOW_BYTES)
        || (next == null && completed && !completeSent);
  }

  /// The next piece; the announcement and the end have no bytes.
  byte[] takePiece() {
    if (!announced) {
      announced = true;
      return new byte[0];
    }
    byte @Nullable [] next = toSend.poll();
    if (next == null) {
      completeSent = true;
      return new byte[0];
    }
    toSendBytes -= next.length;
    beyondBytes += next.length;
    return next;
  }

  void arrive(byte[] piece) {
    if (failed) {
      return;
    }
    if (!opened) {
      opened = true;
      lane.opened(this);
    } else if (piece.length == 0) {
      ended = true;
      lane.forget(this);
    } else {
      arrived.add(piece);
    }
  }

  void fail() {
    if (!ended) {
      failed = true;
      network().notifyAll();
    }
  }

  private SimulatedNetwork network() {
    return lane.network();
  }

  private void await() throws IOException {
    try {
      network().wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted at a stream");
    }
  }

  private void abortBoth() {
    synchronized (network()) {
      if (!ended) {
        failed = true;
        lane.forget(this);
        network().notifyAll();
      }
    }
  }

  /// The sending end.
  final class Output extends BulkOutput {

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      synchronized (network()) {
        for (int done = 0; done < length; ) {
          int size = Math.min(length - done, PIECE_BYTES_MAX);
          awaitRoom(size);
          byte[] piece = new byte[size];
          System.arraycopy(bytes, offset + done, piece, 0, size);
          toSend.add(piece);
          toSendBytes += size;
          done += size;
          lane.kick();
        }
      }
    }

    private void awaitRoom(int size) throws IOException {
      check();
      while (toSendBytes + size > WINDOW_BYTES) {
        await();
        check();
      }
    }

    private void check() throws IOException {
      if (failed) {
        throw new IOException("the stream was aborted, or the connection lost");
      }
      if (completed) {
        throw new IOException("the stream is closed");
      }
    }

    @Override
    public void close() throws IOException {
      synchronized (network()) {
        if (completed) {
          return;
        }
        check();
        completed = true;
        lane.kick();
        while (!completeSent) {
          if (failed) {
            throw new IOException("the stream was aborted, or the connection lost");
          }
          await();
        }
      }
    }

    @Override
    public void abort() {
      synchronized (network()) {
        if (!completed) {
          abortBoth();
        }
      }
    }
  }

  /// The receiving end.
  final class Input extends BulkInput {

    private int position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      synchronized (network()) {
        while (arrived.isEmpty()) {
          if (failed) {
            throw new IOException("the sender gave up, or the connection is lost");
          }
          if (ended) {
            return -1;
          }
          await();
        }
        return take(target, offset, length);
      }
    }

    private int take(byte[] target, int offset, int length) {
      byte[] piece = arrived.element();
      int size = Math.min(length, piece.length - position);
      System.arraycopy(piece, position, target, offset, size);
      position += size;
      if (position == piece.length) {
        arrived.remove();
        position = 0;
        beyondBytes -= piece.length;
        lane.kick();
      }
      return size;
    }

    @Override
    public void close() {
      abort();
    }

    @Override
    public void abort() {
      abortBoth();
    }
  }
}
