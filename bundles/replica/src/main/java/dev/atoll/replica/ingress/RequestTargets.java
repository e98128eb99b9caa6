package dev.atoll.replica.ingress;

import dev.atoll.types.Delegation;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The canisters that a chain of delegations allows, all if none restricts them.
///
/// @param canisters ascending, or null for all
public record RequestTargets(@Nullable List<Principal> canisters) {

  public static final RequestTargets ALL = new RequestTargets(null);

  public boolean allows(Principal canister) {
    return canisters == null || canisters.contains(canister);
  }

  /// What both this and `delegation` allow.
  RequestTargets restrictedBy(Delegation delegation) {
    @Nullable List<Principal> targets = delegation.targets();
    if (targets == null) {
      return this;
    }
    TreeSet<Principal> both = new TreeSet<>(targets);
    if (canisters != null) {
      both.retainAll(canisters);
    }
    return new RequestTargets(List.copyOf(both));
  }
}
