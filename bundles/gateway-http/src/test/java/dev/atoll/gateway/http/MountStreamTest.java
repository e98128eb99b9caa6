package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.gateway.MountResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MountStreamTest {

  private static final int PIECE_SIZE_BYTES = 100_000;

  private static final long LARGE_SIZE_BYTES = 300L * PIECE_SIZE_BYTES;

  /// More than sockets buffer on both sides together.
  private static final long BUFFERS_SIZE_BYTES_MAX = 16_000_000;

  private final TestGateway gateway = new TestGateway();

  private final AtomicLong written = new AtomicLong();

  private final CountDownLatch failed = new CountDownLatch(1);

  @AfterEach
  void close() throws IOException {
    gateway.close();
  }

  private void mount(MountResponse.Writer writer) {
    gateway.mounts.added(
        TestMount.at("/_/a", request -> MountResponse.streamed(200, "text/plain", writer)), "a 1");
  }

  private void mountLarge() {
    mount(
        out -> {
          byte[] piece = new byte[PIECE_SIZE_BYTES];
          Arrays.fill(piece, (byte) 'x');
          try {
            for (long size = 0; size < LARGE_SIZE_BYTES; size += piece.length) {
              out.write(piece);
              written.addAndGet(piece.length);
            }
          } catch (IOException e) {
            failed.countDown();
            throw e;
          }
        });
  }

  @Test
  void aLargeAnswerArrivesWholeAndTheConnectionStays() throws Exception {
    mountLarge();

    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> response = gateway.bytes(HttpRequest.newBuilder(gateway.uri("/_/a")));
      assertThat(response.body().length).isEqualTo(LARGE_SIZE_BYTES);
      assertThat(response.headers().firstValue("transfer-encoding")).contains("chunked");
    }
  }

  @Test
  void aSmallAnswerHasALength() throws Exception {
    mount(
        out -> {
          out.write('a');
          out.write("bc".getBytes(StandardCharsets.US_ASCII));
        });

    HttpResponse<String> response = gateway.get("/_/a");

    assertThat(response.body()).isEqualTo("abc");
    assertThat(response.headers().firstValue("content-length")).contains("3");
  }

  @Test
  void whatIsFlushedArrivesBeforeTheEnd() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    mount(
        out -> {
          out.write('a');
          out.flush();
          try {
            seen.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          out.write('b');
        });

    HttpResponse<InputStream> response =
        gateway.client.send(
            HttpRequest.newBuilder(gateway.uri("/_/a")).build(),
            HttpResponse.BodyHandlers.ofInputStream());

    try (InputStream body = response.body()) {
      assertThat(body.read()).isEqualTo('a');
      seen.countDown();
      assertThat(body.read()).isEqualTo('b');
      assertThat(body.read()).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsTheWriterBack() throws Exception {
    mountLarge();

    try (RawClient client = gateway.connect()) {
      client.send(RawClient.get("/_/a"));
      long before = -1;
      while (written.get() != before || before <= 0) {
        before = written.get();
        assertThat(failed.await(300, TimeUnit.MILLISECONDS)).isFalse();
      }
      assertThat(written.get()).isLessThan(BUFFERS_SIZE_BYTES_MAX);
    }

    assertThat(failed.await(10, TimeUnit.SECONDS)).as("the writer learns of it").isTrue();
  }

  @Test
  void aWriterThatFailsCutsTheAnswer() throws Exception {
    mount(
        out -> {
          out.write('a');
          out.flush();
          throw new IllegalStateException("on purpose");
        });

    assertThatThrownBy(() -> gateway.get("/_/a")).isInstanceOf(IOException.class);
  }

  @Test
  void aWriterThatFailsBeforeItsFirstPartIsAnInternalError() throws Exception {
    mount(
        out -> {
          out.write('a');
          throw new IllegalStateException("on purpose");
        });

    assertThat(gateway.get("/_/a").statusCode()).isEqualTo(500);
  }

  @Test
  void anOldClientGetsItUpToTheEndOfTheConnection() throws Exception {
    mount(
        out -> {
          out.write('a');
          out.flush();
          out.write('b');
        });

    try (RawClient client = gateway.connect()) {
      RawClient.Response response =
          client.send("GET /_/a HTTP/1.0\r\nconnection: keep-alive\r\n\r\n").receive(false);
      assertThat(response.headers()).doesNotContainKey("transfer-encoding");
      assertThat(response.header("connection")).isEqualTo("close");
      assertThat(client.rest()).isEqualTo("ab");
    }
  }

  @Test
  void headDoesNotWriteTheBody() throws Exception {
    mountLarge();

    try (RawClient client = gateway.connect()) {
      String head = "HEAD /_/a HTTP/1.1\r\nhost: x\r\n\r\n";
      assertThat(client.send(head).receive(false).status()).isEqualTo(200);
      assertThat(client.send(RawClient.get("/health")).receive().body()).isEqualTo("healthy");
    }
    assertThat(written).hasValue(0);
  }
}
