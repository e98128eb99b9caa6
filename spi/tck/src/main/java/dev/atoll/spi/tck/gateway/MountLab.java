package dev.atoll.spi.tck.gateway;

import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.gateway.MountRequest;
import dev.atoll.spi.gateway.MountResponse;
import dev.atoll.types.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A mount as a gateway sees it.
final class MountLab {

  private final HttpMount mount;

  private final MountPoint point;

  private final Duration patience;

  MountLab(HttpMount mount, Duration patience) {
    this.mount = mount;
    this.point = mount.mountPoint();
    this.patience = patience;
  }

  MountRequest get(String pathBelow) {
    return request("GET", pathBelow, "", Bytes.EMPTY);
  }

  MountRequest request(String method, String pathBelow, String query, Bytes body) {
    String path = point.path().equals("/") ? pathBelow : point.path() + pathBelow;
    return new MountRequest(
        method,
        point.host().isEmpty() ? "localhost" : point.host(),
        path.isEmpty() ? "/" : path,
        query,
        Map.of("host", List.of("localhost:8000"), "accept", List.of("*/*")),
        body,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000));
  }

  /// Asks, and looks that the answer is in time.
  MountResponse ask(MountRequest request) throws Exception {
    return within(() -> mount.serve(request));
  }

  /// Asks on a thread that is interrupted; the mount may answer or throw, in time.
  void askInterrupted(MountRequest request) throws Exception {
    within(
        () -> {
          Thread.currentThread().interrupt();
          try {
            return body(mount.serve(request));
          } catch (Exception e) {
            return e;
          }
        });
  }

  Bytes body(MountResponse response) throws IOException {
    return switch (response.body()) {
      case MountResponse.Body.Whole(Bytes bytes) -> bytes;
      case MountResponse.Body.Streamed(var writer) -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        yield Bytes.wrap(out.toByteArray());
      }
    };
  }

  /// Does `work` on a thread of its own, as a gateway does.
  <T> T within(Callable<T> work) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    result.complete(work.call());
                  } catch (Throwable e) { // given to the test below
                    result.completeExceptionally(e);
                  }
                });
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new AssertionError("the mount did not answer within " + patience, e);
    } catch (ExecutionException e) {
      throw new AssertionError("the mount threw " + e.getCause(), e.getCause());
    }
  }
}
