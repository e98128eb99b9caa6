package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of the canister history.
///
/// @param version the canister version after the change
public record CanisterChange(long timeNanos, long version, Origin origin, Details details) {

  /// Who made the change.
  public sealed interface Origin {

    record FromUser(Principal userId) implements Origin {}

    /// @param version what the calling canister said its version is, null if it did not
    record FromCanister(Principal canisterId, @Nullable Long version) implements Origin {}
  }

  /// What changed.
  public sealed interface Details {

    record Creation(List<Principal> controllers, @Nullable Bytes environmentVariablesHash)
        implements Details {

      public Creation {
        controllers = List.copyOf(controllers);
      }
    }

    record CodeUninstall() implements Details {}

    record CodeDeployment(InstallMode mode, Bytes moduleHash) implements Details {}

    record ControllersChange(List<Principal> controllers) implements Details {

      public ControllersChange {
        controllers = List.copyOf(controllers);
      }
    }
  }

  /// How code was deployed.
  public enum InstallMode {
    INSTALL,
    REINSTALL,
    UPGRADE
  }
}
