package dev.atoll.replica.management;

import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.Ingress;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;

/// A call to the management canister.
public sealed interface ManagementCall {

  Principal caller();

  String method();

  /// Candid.
  Bytes arg();

  /// Cycles attached to the call.
  Cycles cycles();

  record ByUser(Ingress ingress) implements ManagementCall {

    @Override
    public Principal caller() {
      return ingress.sender();
    }

    @Override
    public String method() {
      return ingress.method();
    }

    @Override
    public Bytes arg() {
      return ingress.arg();
    }

    @Override
    public Cycles cycles() {
      return Cycles.ZERO;
    }
  }

  record ByCanister(CanisterMessage.Request request) implements ManagementCall {

    @Override
    public Principal caller() {
      return request.sender();
    }

    @Override
    public String method() {
      return request.method();
    }

    @Override
    public Bytes arg() {
      return request.arg();
    }

    @Override
    public Cycles cycles() {
      return request.cycles();
    }
  }
}
