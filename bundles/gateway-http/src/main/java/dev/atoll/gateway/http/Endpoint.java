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

  /// What the subnet answers.
  sealed interface OfSubnet extends Endpoint {}

  /// What a mount answers.
  record OfMount(Mounted mount, MountHead head) implements Endpoint {

    @Override
    public String toString() {
      return mount.toString();
    }
  }

  /// `/api/v2/status`
  record Status() implements OfSubnet {}

  /// `/health`
  record Health() implements OfSubnet {}

  /// `/api/{v2,v3,v4}/canister/<id>/call`, `/api/v4/subnet/<id>/call`
  record Call(Scope scope, Principal id, ApiVersion version) implements OfSubnet {}

  /// `/api/{v2,v3}/canister/<id>/query`, `/api/v3/subnet/<id>/query`
  record Query(Scope scope, Principal id) implements OfSubnet {}

  /// `/api/{v2,v3}/{canister,subnet}/<id>/read_state`
  record ReadState(Scope scope, Principal id, ApiVersion version) implements OfSubnet {}
}
