package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Carries what a mount writes to its client, one part at a time: a part waits for the socket to
/// take the one before, so a slow client costs two parts of memory.
///
/// Used by the thread of the request alone.
final class MountStream extends OutputStream {

  private static final int PART_SIZE_BYTES = 64 * 1024;

  private final Exchange exchange;

  private final MountResponse response;

  private byte[] part = new byte[PART_SIZE_BYTES];

  private int size;

  private boolean begun;

  private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);

  MountStream(Exchange exchange, MountResponse response) {
    this.exchange = exchange;
    this.response = response;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    for (int done = 0; done < length; ) {
      int count = Math.min(length - done, PART_SIZE_BYTES - size);
      System.arraycopy(bytes, offset + done, part, size, count);
      size += count;
      done += count;
      if (size == PART_SIZE_BYTES) {
        send();
      }
    }
  }

  /// Sends what was written so far, for answers that grow slowly.
  @Override
  public void flush() throws IOException {
    if (size > 0) {
      send();
    }
  }

  private void send() throws IOException {
    awaitTaken();
    if (!begun) {
      begun = true;
      exchange.begin(Answer.headOfMount(response));
    }
    taken = exchange.part(Arrays.copyOf(part, size));
    size = 0;
  }

  private void awaitTaken() throws IOException {
    try {
      taken.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the client reads");
    } catch (ExecutionException e) {
      throw new IOException("the client has gone", e.getCause());
    }
  }

  /// The answer is complete.
  void finish() throws IOException {
    if (begun) {
      flush();
      awaitTaken();
      exchange.end(true);
    } else {
      exchange.answer(Answer.ofMount(response, Bytes.copyOf(part, 0, size)));
    }
  }

  /// There will be no more; a client that has some of it must notice.
  void cut() {
    if (begun) {
      exchange.end(false);
    }
  }
}
