package dev.atoll.spi.gateway;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.concurrent.CompletableFuture;
import org.osgi.annotation.versioning.ProviderType;

/// The requests that a client of the Internet Computer makes, without the transport they came by.
///
/// Requests are CBOR envelopes exactly as the client signed them; answers are CBOR documents
/// exactly as the client expects them. Callable from any thread; methods block while they verify
/// and execute, so call them from a virtual thread.
///
/// Source: Internet Computer interface specification, "HTTPS interface".
@ProviderType
public interface SubnetClient {

  /// How the node is; cheap.
  SubnetStatus status();

  /// Checks a call and puts it in the ingress pool.
  ///
  /// Submitting the same request twice has the effect of submitting it once.
  ///
  /// @param effectiveCanisterId the canister id of the URL
  /// @param envelope CBOR, with or without tag 55799
  SubmitResult submitCall(Principal effectiveCanisterId, Bytes envelope);

  /// Like [#submitCall] for the calls that name a subnet in the URL.
  SubmitResult submitSubnetCall(Principal subnetId, Bytes envelope);

  /// As [#submitCall(Principal, Bytes)], by the version of the interface that the client uses: with
  /// another than [ApiVersion#V2] it waits, and [#answer] is asked next. A provider that passes
  /// calls on may do so once and block until it knows the answer; others come back at once.
  default SubmitResult submitCall(
      Principal effectiveCanisterId, Bytes envelope, ApiVersion version) {
    return submitCall(effectiveCanisterId, envelope);
  }

  /// Like [#submitCall(Principal, Bytes, ApiVersion)] for the calls that name a subnet in the URL.
  default SubmitResult submitSubnetCall(Principal subnetId, Bytes envelope, ApiVersion version) {
    return submitSubnetCall(subnetId, envelope);
  }

  /// The certificate that shows the answer of an accepted call, once there is one.
  ///
  /// Completes with the CBOR of a certificate that reveals `/time` and the whole
  /// `/request_status/<request id>`, on a thread that must not be blocked. Cancel it when the
  /// client has gone or waited long enough.
  CompletableFuture<Bytes> answer(RequestId requestId, ApiVersion version);

  /// Executes a query method and signs the reply.
  QueryResult query(Principal effectiveCanisterId, Bytes envelope);

  /// Like [#query] for the queries that name a subnet in the URL.
  QueryResult subnetQuery(Principal subnetId, Bytes envelope);

  /// Reads certified state that the sender may see; answers `{certificate}`.
  QueryResult readState(Principal effectiveCanisterId, Bytes envelope, ApiVersion version);

  /// Like [#readState] for the requests that name a subnet in the URL.
  QueryResult readSubnetState(Principal subnetId, Bytes envelope, ApiVersion version);
}
