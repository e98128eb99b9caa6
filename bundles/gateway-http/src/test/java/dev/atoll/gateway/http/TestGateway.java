package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.ListenerLease;
import dev.atoll.spi.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// A gateway on a port of its own, and clients for it.
final class TestGateway implements AutoCloseable {

  final FakeSubnet subnet = new FakeSubnet();

  final ManualTime time = new ManualTime();

  final Listener listener;

  final Mounts mounts;

  final Filters filters;

  final HttpGateway gateway;

  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TestGateway() {
    this(new TestConfig());
  }

  TestGateway(TestConfig config) {
    this.listener = new Listener();
    this.mounts = new Mounts(config.build());
    this.filters = new Filters(config.build());
    this.gateway =
        new HttpGateway(
            config.build(),
            subnet,
            listener,
            mounts,
            filters,
            Metrics.none(),
            time,
            () -> Instant.EPOCH);
    gateway.start();
  }

  /// A listening socket as the kernel lends it.
  static final class Listener implements ListenerLease, AutoCloseable {

    private final ServerSocketChannel channel;

    Listener() {
      try {
        channel = ServerSocketChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        channel.configureBlocking(false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String name() {
      return "http";
    }

    @Override
    public InetSocketAddress address() {
      try {
        return (InetSocketAddress) channel.getLocalAddress();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public ServerSocketChannel channel() {
      return channel;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + gateway.address().getPort() + path);
  }

  HttpRequest.Builder cbor(String path, byte[] body) {
    return HttpRequest.newBuilder(uri(path))
        .header("content-type", "application/cbor")
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return text(HttpRequest.newBuilder(uri(path)));
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return text(cbor(path, body.getBytes(StandardCharsets.UTF_8)));
  }

  HttpResponse<String> text(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  RawClient connect() throws IOException {
    return new RawClient(gateway.address());
  }

  @Override
  public void close() throws IOException {
    client.shutdownNow();
    gateway.close();
    listener.close();
  }
}
