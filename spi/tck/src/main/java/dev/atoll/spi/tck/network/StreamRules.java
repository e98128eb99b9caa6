package dev.atoll.spi.tck.network;

import static dev.atoll.spi.tck.network.NetworkLab.STATE;
import static dev.atoll.spi.tck.network.NetworkLab.VOTES;
import static dev.atoll.spi.tck.network.NetworkLab.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.network.BulkInput;
import dev.atoll.spi.network.BulkOutput;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Streams for bulk data.
interface StreamRules {

  int LARGE_SIZE_BYTES = 6 * 1024 * 1024 + 7;

  /// More than both sides and the sockets between them keep.
  int BUFFERS_SIZE_BYTES_MAX = 24 * 1024 * 1024;

  NetworkLab lab();

  /// Both ends of a stream between two nodes.
  record Ends(List<NetworkLab.Node> pair, BulkOutput output, BulkInput input) {}

  private Ends open(String header) throws Exception {
    List<NetworkLab.Node> pair = lab().pair();
    BulkOutput output =
        pair.get(0).transport.openStream(pair.get(1).identity.node(), STATE, Bytes.ofUtf8(header));
    lab().await("the stream", () -> !pair.get(1).listener.streams().isEmpty());
    RecordingListener.Opened opened = pair.get(1).listener.streams().getFirst();
    assertThat(opened.header().toUtf8()).isEqualTo(header);
    assertThat(opened.from()).isEqualTo(pair.get(0).identity.node());
    assertThat(opened.channel()).isEqualTo(STATE);
    return new Ends(pair, output, opened.stream());
  }

  private static <T> CompletableFuture<T> later(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception e) { // given to who waits
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private <T> T outcome(CompletableFuture<T> work) throws Exception {
    lab().await("a stream", work::isDone);
    try {
      return work.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException cause ? cause : e;
    }
  }

  private static Void write(BulkOutput output, Bytes data) throws IOException {
    try (output) {
      output.write(data.toByteArray());
    }
    return null;
  }

  @Test
  default void largeDataArrivesWholeBesideMessages() throws Exception {
    Ends ends = open("chunk 7");
    Bytes data = message(1, LARGE_SIZE_BYTES);

    CompletableFuture<Void> writing = later(() -> write(ends.output(), data));
    CompletableFuture<byte[]> reading = later(() -> ends.input().readAllBytes());
    lab().sendPatiently(ends.pair().get(0), ends.pair().get(1), VOTES, message(2, 10));

    lab()
        .await(
            "a message", () -> ends.pair().get(1).received(ends.pair().get(0), VOTES).size() == 1);
    assertThat(Bytes.wrap(outcome(reading))).isEqualTo(data);
    outcome(writing);
  }

  @Test
  default void aStreamMayBeEmpty() throws Exception {
    Ends ends = open("");

    CompletableFuture<Void> writing = later(() -> write(ends.output(), Bytes.EMPTY));

    assertThat(outcome(later(() -> ends.input().read()))).isEqualTo(-1);
    outcome(writing);
  }

  @Test
  default void aReaderThatIsSlowHoldsTheWriterBack() throws Exception {
    Ends ends = open("slow");
    AtomicLong written = new AtomicLong();

    CompletableFuture<Void> writing =
        later(
            () -> {
              byte[] piece = new byte[64 * 1024];
              while (written.get() < 4L * BUFFERS_SIZE_BYTES_MAX) {
                ends.output().write(piece);
                written.addAndGet(piece.length);
              }
              return null;
            });
    long before = -1;
    while (written.get() != before || before <= 0) {
      before = written.get();
      lab().glance();
    }

    assertThat(written.get()).isLessThan(BUFFERS_SIZE_BYTES_MAX);
    assertThat(writing.isDone()).isFalse();
    ends.input().abort();
    assertThatThrownBy(() -> outcome(writing)).isInstanceOf(IOException.class);
  }

  @Test
  default void aSenderThatGivesUpDoesNotLookLikeTheEnd() throws Exception {
    Ends ends = open("aborted");
    outcome(
        later(
            () -> {
              ends.output().write(new byte[1000]);
              ends.output().flush();
              return null;
            }));

    ends.output().abort();

    assertThatThrownBy(() -> outcome(later(() -> ends.input().readAllBytes())))
        .isInstanceOf(IOException.class);
  }

  @Test
  default void aLostConnectionFailsItsStreams() throws Exception {
    Ends ends = open("lost");
    CompletableFuture<byte[]> reading = later(() -> ends.input().readAllBytes());

    ends.pair().get(0).transport.close();

    assertThatThrownBy(() -> outcome(reading)).isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                outcome(
                    later(
                        () -> {
                          ends.output().write(1);
                          ends.output().close();
                          return null;
                        })))
        .isInstanceOf(IOException.class);
  }

  @Test
  default void aStreamToNobodyIsRefused() throws Exception {
    NetworkLab.Node one = lab().node(1);
    NetworkLab.Node other = lab().node(2);

    assertThatThrownBy(() -> one.transport.openStream(other.identity.node(), STATE, Bytes.EMPTY))
        .isInstanceOf(IOException.class);
  }

  @Test
  default void severalStreamsGoAtOnce() throws Exception {
    List<NetworkLab.Node> pair = lab().pair();
    List<CompletableFuture<Void>> writing = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      BulkOutput output = open(pair, i);
      Bytes data = message(i, 300_000 + i);
      writing.add(later(() -> write(output, data)));
    }
    lab().await("streams", () -> pair.get(1).listener.streams().size() == 5);

    for (RecordingListener.Opened opened : pair.get(1).listener.streams()) {
      int number = Integer.parseInt(opened.header().toUtf8());
      assertThat(Bytes.wrap(outcome(later(() -> opened.stream().readAllBytes()))))
          .isEqualTo(message(number, 300_000 + number));
    }
    for (CompletableFuture<Void> one : writing) {
      outcome(one);
    }
  }

  private static BulkOutput open(List<NetworkLab.Node> pair, int number) {
    try {
      return pair.get(0)
          .transport
          .openStream(pair.get(1).identity.node(), STATE, Bytes.ofUtf8(Integer.toString(number)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
