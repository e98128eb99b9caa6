package dev.atoll.replica.execution;

import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import org.jspecify.annotations.Nullable;

/// Which code may be installed where.
@FunctionalInterface
public interface CodePlaces {

  /// Any module at any canister.
  CodePlaces ANY = (canister, module) -> null;

  /// Why `module` may not be installed at `canister`, null if it may: the same on every replica.
  @Nullable String refusal(Principal canister, ValidatedModule module);
}
