package dev.atoll.spi.gateway;

import org.osgi.annotation.versioning.ConsumerType;

/// A page or protocol of its own on the listener of a gateway: below a path, or under a host name.
///
/// A bundle registers it as a service; gateways serve it from then on, until the service is taken
/// away: then they send it no further request and wait for those under way. Mounts come and go
/// while the node runs.
///
/// What a gateway promises to a mount:
///
/// - [#serve] is called on a thread that may block, by several threads at once, and never by more
///   than the gateway's limit for one mount.
/// - Requests are complete: the body was received, and is not larger than the gateway allows.
/// - A request whose client left, or that took too long, is interrupted; nobody reads its answer.
/// - A mount that throws, hangs or answers nonsense costs its own requests alone: the client gets
///   500 or 504, and neither other mounts nor agents notice.
///
/// What a mount promises: it is safe for use from several threads, gives up when interrupted, and
/// answers whatever clients send; 404 for what it does not know. `HttpMountContract` in `spi/tck`
/// tries that.
///
/// ```java
/// final class Hello implements HttpMount {
///   public MountPoint mountPoint() {
///     return MountPoint.path("/_/hello");
///   }
///   public MountResponse serve(MountRequest request) {
///     return MountResponse.text(200, "hello " + request.remote().getHostString());
///   }
/// }
/// ```
@ConsumerType
public interface HttpMount {

  /// Where it is; always the same answer.
  ///
  /// Of two mounts at the same place the gateway serves the one that came first, and reports the
  /// other to the operator until one of the two goes.
  MountPoint mountPoint();

  /// Answers a request.
  ///
  /// @throws Exception if it cannot: the client gets 500 and no more, the log of the node the rest
  MountResponse serve(MountRequest request) throws Exception;
}
