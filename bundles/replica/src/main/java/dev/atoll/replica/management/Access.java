package dev.atoll.replica.management;

import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterSettings.Visibility;
import dev.atoll.types.Principal;
import java.util.SortedSet;

/// Who may see something of a canister.
final class Access {

  private Access() {}

  static boolean allows(CanisterSettings settings, Visibility visibility, Principal caller) {
    return settings.controllers().contains(caller)
        || switch (visibility) {
          case Visibility.Controllers() -> false;
          case Visibility.Public() -> true;
          case Visibility.AllowedViewers(SortedSet<Principal> viewers) -> viewers.contains(caller);
        };
  }

  /// @throws ManagementException if `caller` may not see the status
  static void requireStatus(Principal canister, CanisterSettings settings, Principal caller) {
    if (!caller.equals(canister) && !allows(settings, settings.statusVisibility(), caller)) {
      throw Refusals.notController(canister, settings.controllers(), caller);
    }
  }

  /// @throws ManagementException if `caller` is no controller
  static void requireController(Principal canister, CanisterSettings settings, Principal caller) {
    if (!settings.controllers().contains(caller)) {
      throw Refusals.notController(canister, settings.controllers(), caller);
    }
  }
}
