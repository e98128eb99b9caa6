package dev.atoll.itests;

import dev.atoll.types.Bytes;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 that repeats nothing by itself: a connection that ends without an answer is a failure.
/// For one thread.
final class PlainHttp implements Http {

  private static final int TIMEOUT_MILLIS = 30_000;

  private final URI url;

  private final boolean keepAlive;

  private @Nullable Socket socket;

  private @Nullable InputStream in;

  /// @param keepAlive whether a connection is used until the node ends it, or once
  PlainHttp(URI url, boolean keepAlive) {
    this.url = url;
    this.keepAlive = keepAlive;
  }

  @Override
  public Response post(String path, Bytes body) throws IOException {
    Socket connection = socket;
    InputStream input = in;
    if (connection == null || input == null) {
      connection = new Socket(url.getHost(), url.getPort());
      connection.setTcpNoDelay(true);
      connection.setSoTimeout(TIMEOUT_MILLIS);
      input = new BufferedInputStream(connection.getInputStream());
      socket = connection;
      in = input;
    }
    String head =
        "POST %s HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/cbor\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(
                path,
                url.getHost(),
                url.getPort(),
                body.size(),
                keepAlive ? "" : "Connection: close\r\n");
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[headBytes.length + body.size()];
    System.arraycopy(headBytes, 0, message, 0, headBytes.length);
    System.arraycopy(body.toByteArray(), 0, message, headBytes.length, body.size());
    connection.getOutputStream().write(message);
    return response(input);
  }

  private Response response(InputStream input) throws IOException {
    int status = Integer.parseInt(line(input).split(" ", 3)[1]);
    int length = 0;
    boolean last = !keepAlive;
    while (true) {
      String header = line(input).toLowerCase(Locale.ROOT);
      if (header.isEmpty()) {
        break;
      }
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
      last |= header.equals("connection: close");
    }
    byte[] body = input.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("%d of %d bytes of the answer came".formatted(body.length, length));
    }
    if (last) {
      close();
    }
    return new Response(status, Bytes.wrap(body));
  }

  private static String line(InputStream input) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c; (c = input.read()) != '\n'; ) {
      if (c < 0) {
        throw new EOFException("the connection ended after: \"" + line + '"');
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      socket = null;
      in = null;
    }
  }
}
