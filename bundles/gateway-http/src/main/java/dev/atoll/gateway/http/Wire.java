package dev.atoll.gateway.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
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
    ChannelFuture written = channel.writeAndFlush(responses.response(answer, headOnly, keepAlive));
    if (written.isDone()) {
      done.accept(written.isSuccess());
    } else {
      written.addListener(ignored -> done.accept(written.isSuccess()));
    }
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
