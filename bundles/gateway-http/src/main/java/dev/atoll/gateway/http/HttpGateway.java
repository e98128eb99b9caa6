package dev.atoll.gateway.http;

import com.google.inject.Inject;
import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.gateway.ListenerLease;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.metrics.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The HTTP interface of a subnet on a listener that the kernel lent.
///
/// Callable from any thread. The listener is registered with an event loop and deregistered from
/// it, and never closed: another gateway may accept from it at the same time.
final class HttpGateway implements Gateway, Lifecycle {

  private static final int REQUEST_LINE_BYTES_MAX = 8 * 1024;

  /// Parts of bodies are at most what one read brings, so that they are not cut further.
  private static final int BODY_PART_BYTES_MAX = 64 * 1024;

  private static final long SHUTDOWN_MILLIS_MAX = 500;

  private final GatewayConfig config;

  private final ListenerLease lease;

  private final Shared shared;

  private final OpenConnections connections;

  private final Map<EventLoop, ConnectionTable> tables = new ConcurrentHashMap<>();

  private @Nullable MultiThreadIoEventLoopGroup loops;

  private @Nullable Channel listener;

  @Inject
  HttpGateway(
      GatewayConfig config,
      SubnetClient subnet,
      ListenerLease lease,
      Mounts mounts,
      Filters filters,
      Metrics metrics) {
    this(config, subnet, lease, mounts, filters, metrics, System::nanoTime, InstantSource.system());
  }

  HttpGateway(
      GatewayConfig config,
      SubnetClient subnet,
      ListenerLease lease,
      Mounts mounts,
      Filters filters,
      Metrics metrics,
      LongSupplier nanoTime,
      InstantSource time) {
    this.config = config;
    this.lease = lease;
    this.connections = new OpenConnections(config.connectionsMax());
    this.shared =
        new Shared(
            config,
            new Router(mounts),
            new Dispatcher(subnet, filters, config),
            new Responses(new DateHeader(time)),
            new GatewayMetrics(metrics, this::load),
            nanoTime);
  }

  @Override
  public void warmUp() throws IOException, InterruptedException {
    new WarmUp(config).run();
  }

  @Override
  public synchronized void start() {
    if (loops != null) {
      throw new IllegalStateException("gateway on " + lease.address() + " was started before");
    }
    loops =
        new MultiThreadIoEventLoopGroup(
            config.ioThreads(),
            new DefaultThreadFactory("gateway-http-io", true),
            NioIoHandler.newFactory());
    listener =
        new ServerBootstrap()
            .group(loops)
            .channelFactory(() -> new NioServerSocketChannel(lease.channel()))
            .handler(new Acceptor(connections))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Connections())
            .register()
            .syncUninterruptibly()
            .channel();
  }

  private final class Connections extends ChannelInitializer<SocketChannel> {

    @Override
    protected void initChannel(SocketChannel channel) {
      ConnectionTable table =
          tables.computeIfAbsent(
              channel.eventLoop(), loop -> new ConnectionTable(loop, shared.nanoTime()));
      channel
          .pipeline()
          .addLast(
              new HttpRequestDecoder(
                  new HttpDecoderConfig()
                      .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                      .setMaxHeaderSize(Math.toIntExact(config.headMax().bytes()))
                      .setMaxChunkSize(BODY_PART_BYTES_MAX)),
              new HttpResponseEncoder(),
              new ConnectionHandler(shared, table, channel));
    }
  }

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public InetSocketAddress address() {
    return lease.address();
  }

  @Override
  public boolean drain(Duration limit) throws InterruptedException {
    shared.startDraining();
    stopListening();
    tables.forEach((loop, table) -> loop.execute(table::drain));
    return connections.awaitNone(limit);
  }

  private synchronized void stopListening() {
    if (listener != null && listener.isRegistered()) {
      listener.deregister().syncUninterruptibly();
    }
  }

  @Override
  public synchronized void close() {
    if (loops == null || loops.isShuttingDown()) {
      return;
    }
    stopListening();
    tables.forEach((loop, table) -> loop.execute(table::closeAll));
    loops.shutdownGracefully(0, SHUTDOWN_MILLIS_MAX, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }

  @Override
  public void stop() {
    close();
  }

  /// What is under way, for the health of the node.
  synchronized Load load() {
    return new Load(
        listener != null && listener.isRegistered(),
        connections.count(),
        shared.dispatcher().underWay(),
        shared.dispatcher().waiting(),
        shared.bodyBytes(),
        shared.refusals());
  }

  /// @param listening whether connections are accepted
  /// @param connections how many are open
  /// @param asking how many requests the core has
  /// @param waiting how many calls wait for their certificate
  /// @param bodyBytes what the bodies of requests take
  /// @param refusals how many requests were refused since the start
  record Load(
      boolean listening, int connections, int asking, int waiting, long bodyBytes, long refusals) {}
}
