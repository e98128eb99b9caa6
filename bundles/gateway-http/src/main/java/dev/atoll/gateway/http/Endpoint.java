package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.types.Principal;

/// What a request asks for, as its path says it.
sealed interface Endpoint {

  /// Whether the path names a canister or a subnet.
  enum Scope {
    CANISTER("effective_canister_id"),
    SUBNET("subnet_id");

    private final String parameter;

    Scope(String parameter) {
      this.parameter = parameter;
    }

    /// The name of the path parameter in messages.
    String parameter() {
      return parameter;
    }
  }

  /// `/api/v2/status`
  record Status() implements Endpoint {}

  /// `/health`
  record Health() implements Endpoint {}

  /// `/api/{v2,v3,v4}/canister/<id>/call`, `/api/v4/subnet/<id>/call`
  record Call(Scope scope, Principal id, ApiVersion version) implements Endpoint {}

  /// `/api/{v2,v3}/canister/<id>/query`, `/api/v3/subnet/<id>/query`
  record Query(Scope scope, Principal id) implements Endpoint {}

  /// `/api/{v2,v3}/{canister,subnet}/<id>/read_state`
  record ReadState(Scope scope, Principal id, ApiVersion version) implements Endpoint {}
}
