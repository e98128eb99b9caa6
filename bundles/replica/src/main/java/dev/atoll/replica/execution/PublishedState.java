package dev.atoll.replica.execution;

import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The last certified state, as queries see it. Callable from any thread.
public interface PublishedState {

  /// Runs `reader` while no publication can happen; it must be short.
  <T extends @Nullable Object> T read(Function<View, T> reader);

  /// One certified state. Its canisters' memories are at that state only inside [#read]; everything
  /// else of it can be used afterwards.
  interface View {

    /// The time of the batch, nanoseconds.
    long timeNanos();

    SubnetInfo subnet();

    /// The canister, or null if the subnet does not have it. Only inside [#read].
    @Nullable CanisterSnapshot canister(Principal id);

    /// The certificate that `data_certificate_copy` gives to a query of `canister`.
    Bytes dataCertificate(Principal canister);
  }
}
