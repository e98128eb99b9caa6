package dev.atoll.gateway.http;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/// What a client sent behind the request that is being answered. Belongs to one event loop.
///
/// Reading goes on while a client waits, because that is how its leaving is noticed; this bounds
/// how far.
final class Backlog {

  private static final int SIZE_BYTES_MAX = 64 * 1024;

  /// What a header section or the end of a body counts, besides its bytes.
  private static final int MESSAGE_SIZE_BYTES = 512;

  private final ArrayDeque<HttpObject> messages = new ArrayDeque<>();

  private int sizeBytes;

  /// Takes over `message`.
  void add(HttpObject message) {
    messages.add(message);
    sizeBytes += size(message);
  }

  boolean isFull() {
    return sizeBytes >= SIZE_BYTES_MAX;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  /// Gives the oldest message away.
  ///
  /// @throws java.util.NoSuchElementException if there is none
  HttpObject next() {
    HttpObject message = messages.remove();
    sizeBytes -= size(message);
    return message;
  }

  void clear() {
    messages.forEach(ReferenceCountUtil::release);
    messages.clear();
    sizeBytes = 0;
  }

  private static int size(HttpObject message) {
    return MESSAGE_SIZE_BYTES
        + (message instanceof HttpContent content ? content.content().readableBytes() : 0);
  }
}
