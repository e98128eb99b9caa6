package dev.atoll.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: reads a request, has it answered, writes the answer, and only then looks at the
/// next request, so that pipelined answers are in order.
///
/// Everything here happens on the event loop of the connection.
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

  /// How long a client may take to notice that the connection ends, before it is cut.
  private static final Duration LINGER_MAX = Duration.ofSeconds(2);

  private final Shared shared;

  private final ConnectionTable table;

  private final Wire wire;

  private final Deadline deadline;

  private final Backlog backlog = new Backlog();

  private ConnectionState state = ConnectionState.IDLE;

  private @Nullable Incoming incoming;

  private @Nullable Exchange exchange;

  /// When the header section of the request was read.
  private long headNanos;

  private boolean readingBacklog;

  /// Whether the current read brought a message; if not, a header section is under way.
  private boolean messageRead;

  private boolean headUnderWay;

  /// Whether a client has had an answer here, and may have left the connection lying idle.
  private boolean served;

  /// Whether the connection ends unless the next look at its socket finds a request.
  private boolean lastLook;

  /// Whether the answer that is sent is the last one.
  private boolean ending;

  ConnectionHandler(Shared shared, ConnectionTable table, SocketChannel channel) {
    this.shared = shared;
    this.table = table;
    this.wire = new Wire(channel, shared.responses());
    this.deadline = new Deadline(shared.nanoTime());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    table.add(this);
    waitForRequest();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    table.remove(this);
    deadline.clear();
    backlog.clear();
    if (incoming != null) {
      incoming.releaseBody();
    }
    Exchange left = exchange;
    exchange = null;
    if (left != null) {
      left.abandon();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    messageRead = true;
    if (ending) {
      ReferenceCountUtil.release(message);
    } else if (isReading()) {
      read((HttpObject) message);
    } else {
      backlog.add((HttpObject) message);
      wire.readOn(!backlog.isFull());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!messageRead && state == ConnectionState.IDLE && !headUnderWay) {
      headUnderWay = true;
      deadline.in(shared.config().headTimeout());
    }
    messageRead = false;
    lastLook = false;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("connection ends: remote={} cause={}", wire.remote(), cause.toString());
    } else {
      LOG.warn("connection failed: remote={} state={}", wire.remote(), state, cause);
    }
    wire.close();
  }

  private boolean isReading() {
    return state == ConnectionState.IDLE || state == ConnectionState.RECEIVING;
  }

  private void read(HttpObject message) {
    try {
      if (message instanceof HttpRequest head) {
        readHead(head);
      }
      if (message instanceof HttpContent part && state == ConnectionState.RECEIVING) {
        readPart(part);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void readHead(HttpRequest head) {
    Incoming request = new Incoming(head, shared.bodyBytesMax());
    incoming = request;
    headNanos = shared.nanoTime().getAsLong();
    headUnderWay = false;
    state = ConnectionState.RECEIVING;
    deadline.in(shared.config().receiveTimeout());
    switch (Admission.of(head, shared.router(), shared.bodyBytesMax())) {
      case Admission.Admitted(Endpoint endpoint, int bodyBytes, boolean expectsContinue) -> {
        request.admit(endpoint, shared.newBody(bodyBytes));
        if (expectsContinue) {
          wire.writeContinue();
        }
      }
      case Admission.Refused(Answer answer) -> request.refuse(answer);
      case Admission.Broken(Answer answer) -> send(request, answer, false);
    }
  }

  private void readPart(HttpContent part) {
    Incoming request = current();
    if (part.decoderResult().isFailure()) {
      request.releaseBody();
      send(request, Answers.badRequest("The body is no HTTP/1.1 message body."), false);
    } else if (!request.add(part.content())) {
      @Nullable Answer refusal = request.refusal();
      send(request, refusal == null ? Answers.TOO_LARGE : refusal, false);
    } else if (part instanceof LastHttpContent) {
      received(request);
    }
  }

  private void received(Incoming request) {
    @Nullable Answer refusal = request.refusal();
    if (refusal != null) {
      send(request, refusal, request.isKeepAlive());
      return;
    }
    state = ConnectionState.ASKING;
    deadline.clear();
    Exchange asked = new Exchange(this, wire.loop(), wire.remote());
    exchange = asked;
    request.dispatch(shared.dispatcher(), asked);
  }

  /// The core accepted the call of `asked`, whose certificate is awaited from now on.
  void waiting(Exchange asked) {
    waiting(asked, shared.config().answerWaitMax());
  }

  void waiting(Exchange asked, Duration limit) {
    if (exchange == asked) {
      deadline.in(limit);
    }
  }

  /// Answers `asked`, unless it was answered before or its client has gone.
  void answered(Exchange asked, Answer answer) {
    if (exchange == asked && state == ConnectionState.ASKING) {
      exchange = null;
      send(current(), answer, current().isKeepAlive());
    }
  }

  /// Begins an answer to `asked` that comes in parts; from then on only its parts end it.
  void begin(Exchange asked, Answer head) {
    if (exchange == asked && state == ConnectionState.ASKING) {
      boolean chunked = current().isChunkable();
      measure(current(), head);
      sending(chunked && current().isKeepAlive());
      wire.begin(head, chunked, !ending);
    }
  }

  /// Sends a part of the answer that [#begin] began.
  void part(Exchange asked, byte[] part, CompletableFuture<Void> taken) {
    if (exchange != asked) {
      taken.completeExceptionally(new ClosedChannelException());
      return;
    }
    deadline.in(shared.config().sendTimeout());
    wire.writePart(
        part,
        written -> {
          if (written) {
            taken.complete(null);
          } else {
            taken.completeExceptionally(new ClosedChannelException());
          }
        });
  }

  /// Ends the answer that [#begin] began; an incomplete one ends with the connection.
  void end(Exchange asked, boolean complete) {
    if (exchange == asked) {
      exchange = null;
      if (complete) {
        deadline.in(shared.config().sendTimeout());
        wire.end(this::sent);
      } else {
        wire.close();
      }
    }
  }

  private Incoming current() {
    if (incoming == null) {
      throw new IllegalStateException("no request in state " + state);
    }
    return incoming;
  }

  private void send(Incoming request, Answer answer, boolean keepAlive) {
    if (answer.isRefusal()) {
      shared.refused(wire.remote(), request, answer);
    }
    measure(request, answer);
    sending(keepAlive);
    wire.write(answer, request.isHeadOnly(), !ending, this::sent);
  }

  private void measure(Incoming request, Answer answer) {
    shared
        .metrics()
        .answered(
            request.route(), answer.status().code(), shared.nanoTime().getAsLong() - headNanos);
  }

  private void sending(boolean keepAlive) {
    state = ConnectionState.SENDING;
    ending = !keepAlive || shared.isDraining();
    deadline.in(shared.config().sendTimeout());
  }

  private void sent(boolean complete) {
    incoming = null;
    if (!complete) {
      wire.close();
    } else if (ending) {
      linger();
    } else {
      state = ConnectionState.IDLE;
      served = true;
      waitForRequest();
      readBacklog();
    }
  }

  private void readBacklog() {
    if (readingBacklog) {
      return;
    }
    readingBacklog = true;
    while (isReading() && !backlog.isEmpty()) {
      read(backlog.next());
    }
    readingBacklog = false;
    if (!ending) {
      wire.readOn(!backlog.isFull());
    }
  }

  private void linger() {
    state = ConnectionState.LINGERING;
    deadline.in(LINGER_MAX);
    backlog.clear();
    wire.readOn(true);
    wire.endOutput();
  }

  boolean isLate(long nowNanos) {
    return deadline.isPast(nowNanos);
  }

  void deadlinePassed() {
    deadline.clear();
    switch (state) {
      case IDLE -> endUnlessAsked();
      case RECEIVING -> receivedTooSlowly();
      case ASKING -> giveUp();
      case SENDING, LINGERING -> wire.close();
    }
  }

  /// A request may have come while this loop was busy: it looks at its sockets before the next
  /// tick.
  private void endUnlessAsked() {
    if (lastLook) {
      wire.close();
    } else {
      lastLook = true;
      deadline.in(Duration.ZERO);
    }
  }

  private void receivedTooSlowly() {
    Incoming request = current();
    request.releaseBody();
    send(request, Answers.receivedTooSlowly(shared.config().receiveTimeout()), false);
  }

  private void giveUp() {
    if (exchange != null) {
      exchange.giveUp();
    }
  }

  /// Ends the connection soon if it has no request.
  void drain() {
    if (state == ConnectionState.IDLE && !headUnderWay) {
      waitForRequest();
    }
  }

  private void waitForRequest() {
    lastLook = false;
    deadline.in(shared.requestWait(served));
  }

  void close() {
    wire.close();
  }
}
