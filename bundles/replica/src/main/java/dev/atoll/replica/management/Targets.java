package dev.atoll.replica.management;

import dev.atoll.spi.gateway.Refusal;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The canister that a user's call or query of the management canister is about: the effective
/// canister id that its URL has to name.
///
/// Source: Internet Computer interface specification, "Effective canister id".
final class Targets {

  private static final Set<String> WITHOUT_CANISTER =
      Set.of(
          "create_canister",
          "list_canisters",
          "provisional_create_canister_with_cycles",
          "raw_rand",
          "subnet_info");

  private final ManagementInterface candid;

  Targets(ManagementInterface candid) {
    this.candid = candid;
  }

  /// The canister, or null if the method has none or this node does not have the method.
  ///
  /// @throws ManagementException if the argument cannot be read
  @Nullable Principal canister(String method, Bytes arg) {
    if (WITHOUT_CANISTER.contains(method) || !candid.has(method)) {
      return null;
    }
    String field = method.equals("install_chunked_code") ? "target_canister" : "canister_id";
    return candid.decode(method, arg).field(field).asPrincipal();
  }

  /// Why a request must not be sent to this URL; null if it may, or if it is rejected later anyway.
  @Nullable Refusal refusal(Principal effective, String method, Bytes arg) {
    @Nullable Principal target;
    try {
      target = canister(method, arg);
    } catch (ManagementException e) {
      return null;
    }
    return target == null || target.equals(effective)
        ? null
        : new Refusal(
            Refusal.Kind.BAD_REQUEST,
            "Specified CanisterId %s does not match effective canister id in URL %s"
                .formatted(target, effective));
  }
}
