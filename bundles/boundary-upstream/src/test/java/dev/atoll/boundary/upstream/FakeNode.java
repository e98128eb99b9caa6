package dev.atoll.boundary.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node that says of itself what it is told to, and answers every request alike.
final class FakeNode implements AutoCloseable {

  /// A request as it came.
  record Request(String path, Bytes body) {}

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Bytes rootKey = Bytes.ofHex("aa".repeat(133));
  private volatile int status = 200;
  private volatile Bytes answer = Bytes.EMPTY;
  private volatile boolean hangsUp;

  FakeNode() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v2/status", this::status);
    server.createContext("/api/", this::serve);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  FakeNode answers(int status, Bytes answer) {
    this.status = status;
    this.answer = answer;
    return this;
  }

  FakeNode rootKey(String hex) {
    this.rootKey = Bytes.ofHex(hex);
    return this;
  }

  /// Reads each request and closes the connection.
  FakeNode hangsUp() {
    this.hangsUp = true;
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  private void status(HttpExchange exchange) throws IOException {
    send(
        exchange,
        200,
        Cbor.map()
            .put("root_key", rootKey)
            .put("impl_version", "1.0")
            .putNat64("certified_height", 7)
            .put("replica_health_status", "healthy")
            .build()
            .encodeSelfDescribed());
  }

  private void serve(HttpExchange exchange) throws IOException {
    requests.add(
        new Request(
            exchange.getRequestURI().getPath(),
            Bytes.wrap(exchange.getRequestBody().readAllBytes())));
    if (hangsUp) {
      exchange.close();
    } else {
      send(exchange, status, answer);
    }
  }

  private static void send(HttpExchange exchange, int status, Bytes body) throws IOException {
    exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.size());
    if (!body.isEmpty()) {
      exchange.getResponseBody().write(body.toByteArray());
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
