package dev.atoll.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// The request that a connection is at: its head, and what was read of its body.
///
/// Belongs to one event loop until the body is taken.
final class Incoming {

  private final HttpMethod method;

  private final String target;

  private final boolean keepAlive;

  private final boolean chunkable;

  private final int bodyBytesMax;

  private @Nullable Endpoint endpoint;

  private @Nullable RequestBody body;

  private @Nullable Answer refusal;

  private long discardedBytes;

  Incoming(HttpRequest request, int bodyBytesMax) {
    this.method = request.method();
    this.target = request.uri();
    this.keepAlive = HttpUtil.isKeepAlive(request);
    this.chunkable = request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0;
    this.bodyBytesMax = bodyBytesMax;
  }

  /// From now on the body is kept for `endpoint`.
  void admit(Endpoint endpoint, RequestBody body) {
    this.endpoint = endpoint;
    this.body = body;
  }

  /// From now on the body is thrown away.
  void refuse(Answer answer) {
    releaseBody();
    refusal = answer;
  }

  /// Reads a part of the body.
  ///
  /// @return whether more may follow; if not, the request has to be refused and the connection
  /// ended
  boolean add(ByteBuf part) {
    if (body == null) {
      discardedBytes += part.readableBytes();
      return discardedBytes <= bodyBytesMax;
    }
    return switch (body.add(part)) {
      case KEPT -> true;
      case NO_SPACE -> {
        discardedBytes = part.readableBytes();
        refuse(Answers.OUT_OF_BODY_SPACE);
        yield true;
      }
      case TOO_LARGE -> {
        refuse(Answers.TOO_LARGE);
        yield false;
      }
    };
  }

  /// What the request is refused with; null while it is not.
  @Nullable Answer refusal() {
    return refusal;
  }

  /// Hands the body over to `dispatcher`, which releases it.
  void dispatch(Dispatcher dispatcher, Exchange exchange) {
    Endpoint endpoint = this.endpoint;
    RequestBody body = this.body;
    if (endpoint == null || body == null) {
      throw new IllegalStateException("request " + this + " was not admitted");
    }
    this.body = null;
    dispatcher.dispatch(exchange, endpoint, body);
  }

  void releaseBody() {
    if (body != null) {
      body.release();
      body = null;
    }
  }

  /// What is asked for, in a word for metrics: `none` for what was refused before.
  String route() {
    return switch (endpoint) {
      case Endpoint.Status _ -> "status";
      case Endpoint.Health _ -> "health";
      case Endpoint.Call _ -> "call";
      case Endpoint.Query _ -> "query";
      case Endpoint.ReadState _ -> "read_state";
      case Endpoint.OfMount(Mounted mount, MountHead _) -> mount.point().toString();
      case null -> "none";
    };
  }

  boolean isHeadOnly() {
    return method.equals(HttpMethod.HEAD);
  }

  /// Whether the client understands an answer in chunks.
  boolean isChunkable() {
    return chunkable;
  }

  boolean isKeepAlive() {
    return keepAlive;
  }

  @Override
  public String toString() {
    return method + " " + target;
  }
}
