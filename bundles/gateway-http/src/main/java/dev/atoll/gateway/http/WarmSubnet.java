package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.concurrent.CompletableFuture;

/// A subnet that gives every request the same answer at once, for [WarmUp].
final class WarmSubnet implements SubnetClient {

  private static final Bytes ANSWER = Bytes.wrap(new byte[512]);

  private static final RequestId REQUEST = new RequestId(Bytes.wrap(new byte[32]));

  @Override
  public SubnetStatus status() {
    return new SubnetStatus(
        Bytes.wrap(new byte[133]),
        Principal.ANONYMOUS,
        Principal.ofCanisterIndex(0),
        SubnetStatus.Health.HEALTHY,
        Height.GENESIS,
        "0");
  }

  @Override
  public SubmitResult submitCall(Principal effectiveCanisterId, Bytes envelope) {
    return new SubmitResult.Accepted(REQUEST);
  }

  @Override
  public SubmitResult submitSubnetCall(Principal subnetId, Bytes envelope) {
    return new SubmitResult.Accepted(REQUEST);
  }

  @Override
  public CompletableFuture<Bytes> answer(RequestId requestId, ApiVersion version) {
    return CompletableFuture.completedFuture(ANSWER);
  }

  @Override
  public QueryResult query(Principal effectiveCanisterId, Bytes envelope) {
    return new QueryResult.Answer(ANSWER);
  }

  @Override
  public QueryResult subnetQuery(Principal subnetId, Bytes envelope) {
    return new QueryResult.Answer(ANSWER);
  }

  @Override
  public QueryResult readState(Principal effectiveCanisterId, Bytes envelope, ApiVersion version) {
    return new QueryResult.Answer(ANSWER);
  }

  @Override
  public QueryResult readSubnetState(Principal subnetId, Bytes envelope, ApiVersion version) {
    return new QueryResult.Answer(ANSWER);
  }
}
