package dev.atoll.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Counts connections as they are accepted, and stops accepting while there are too many: further
/// ones wait in the backlog of the listener.
final class Acceptor extends ChannelInboundHandlerAdapter {

  private final OpenConnections connections;

  Acceptor(OpenConnections connections) {
    this.connections = connections;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // a close future does not fail
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel listener = context.channel();
    connections.opened();
    pauseOrResume(listener);
    ((Channel) message)
        .closeFuture()
        .addListener(
            closed -> {
              connections.closed();
              if (listener.isRegistered() && !listener.eventLoop().isShuttingDown()) {
                listener.eventLoop().execute(() -> pauseOrResume(listener));
              }
            });
    context.fireChannelRead(message);
  }

  /// On the event loop of the listener only, so that the last decision is the right one.
  private void pauseOrResume(Channel listener) {
    if (listener.isRegistered()) {
      listener.config().setAutoRead(!connections.isFull());
    }
  }
}
