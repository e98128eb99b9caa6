package dev.atoll.replica.management;

import dev.atoll.replica.execution.CanisterSnapshot;
import dev.atoll.replica.execution.PublishedState;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which calls of users to the management canister a node lets into its pool. Callable from any
/// thread.
///
/// Source: reference implementation `rs/execution_environment/src/canister_manager.rs`,
/// `should_accept_ingress_message`.
public final class IngressRules {

  private final ManagementConfig config;

  private final Targets targets;

  public IngressRules(ManagementInterface candid, ManagementConfig config) {
    this.config = config;
    this.targets = new Targets(candid);
  }

  /// Whether a call may be sent to the URL of a subnet instead of a canister's.
  public boolean isSubnetScoped(String method) {
    return KnownMethods.CREATING.contains(method);
  }

  /// Why a call must not be sent to this URL; null if it may, or if [#rejection] has more to say.
  ///
  /// @param effective the canister id of the URL
  public @Nullable Refusal refusal(Principal effective, String method, Bytes arg) {
    return targets.refusal(effective, method, arg);
  }

  /// Why the call would not be executed; empty if it may go into a block.
  public Optional<SubmitResult.Rejected> rejection(
      PublishedState states, Principal sender, String method, Bytes arg) {
    try {
      check(states, sender, method, arg);
      return Optional.empty();
    } catch (ManagementException e) {
      return Optional.of(new SubmitResult.Rejected(e.code().rejectCode(), e.text(), e.code()));
    }
  }

  private void check(PublishedState states, Principal sender, String method, Bytes arg) {
    if (KnownMethods.PROVISIONAL.contains(method)) {
      if (!config.provisional()) {
        throw new ManagementException(
            ErrorCode.CANISTER_REJECTED_MESSAGE,
            "Caller %s is not allowed to call ic00 method %s".formatted(sender, method));
      }
      target(method, arg);
    } else if (KnownMethods.FOR_CANISTERS.contains(method)) {
      throw Refusals.notForUsers(method);
    } else if (KnownMethods.FOR_CONTROLLERS.contains(method)) {
      checkSender(states, sender, method, target(method, arg));
    } else if (KnownMethods.QUERIES_ONLY.contains(method)
        || KnownMethods.MISSING.contains(method)) {
      throw KnownMethods.refusal(method);
    } else {
      throw new ManagementException(
          ErrorCode.UNKNOWN_MANAGEMENT_MESSAGE,
          "Management canister has no method '%s'".formatted(method));
    }
  }

  private @Nullable Principal target(String method, Bytes arg) {
    try {
      return targets.canister(method, arg);
    } catch (ManagementException e) {
      throw new ManagementException(
          e.code(), "Failed to decode payload for ic00 method: %s".formatted(method));
    }
  }

  private static void checkSender(
      PublishedState states, Principal sender, String method, @Nullable Principal target) {
    @Nullable CanisterSnapshot canister =
        target == null ? null : states.read(view -> view.canister(target));
    if (canister == null) {
      throw new ManagementException(
          ErrorCode.CANISTER_NOT_FOUND, "Canister %s not found".formatted(target));
    }
    boolean allowed =
        method.equals("canister_status")
            ? Access.allows(canister.settings(), canister.settings().statusVisibility(), sender)
            : canister.isController(sender);
    if (!allowed) {
      throw new ManagementException(
          ErrorCode.CANISTER_INVALID_CONTROLLER,
          "Only controllers of canister %s can call ic00 method %s".formatted(target, method));
    }
  }
}
