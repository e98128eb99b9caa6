package dev.atoll.gateway.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// What a connection does to its socket. Belongs to one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // a failure closes the socket, which is seen as such
final class Wire {

  private final SocketChannel channel;

  private final Responses responses;

  Wire(SocketChannel channel, Responses responses) {
    this.channel = channel;
    this.responses = responses;
  }

  /// Writes `answer` and tells `done` whether that worked, at once if the socket took all of it.
  void write(Answer answer, boolean headOnly, boolean keepAlive, Consumer<Boolean> done) {
    write(responses.response(answer, headOnly, keepAlive), done);
  }

  private void write(HttpObject message, Consumer<Boolean> done) {
    ChannelFuture written = channel.writeAndFlush(message);
    if (written.isDone()) {
      done.accept(written.isSuccess());
    } else {
      written.addListener(ignored -> done.accept(written.isSuccess()));
    }
  }

  /// Writes the head of an answer whose parts follow.
  void begin(Answer head, boolean chunked, boolean keepAlive) {
    channel.writeAndFlush(responses.head(head, chunked, keepAlive));
  }

  /// Writes a part and tells `done` whether the socket took it.
  void writePart(byte[] part, Consumer<Boolean> done) {
    write(new DefaultHttpContent(Unpooled.wrappedBuffer(part)), done);
  }

  /// Ends an answer in parts and tells `done` whether all of it was written.
  void end(Consumer<Boolean> done) {
    write(LastHttpContent.EMPTY_LAST_CONTENT, done);
  }

  /// Lets a client that asked for permission send its body.
  void writeContinue() {
    channel.writeAndFlush(responses.continuing());
  }

  void readOn(boolean on) {
    channel.config().setAutoRead(on);
  }

  /// Closes our half, so that the client reads the end of the answer before the socket is closed: a
  /// close with unread input would reset it.
  void endOutput() {
    channel
        .shutdownOutput()
        .addListener(
            shutdown -> {
              if (!shutdown.isSuccess()) {
                channel.close();
              }
            });
  }

  void close() {
    channel.close();
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  InetSocketAddress remote() {
    return channel.remoteAddress();
  }
}
