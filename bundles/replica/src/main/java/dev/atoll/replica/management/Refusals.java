package dev.atoll.replica.management;

import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.types.SubnetId;
import java.util.Collection;
import java.util.stream.Collectors;

/// Why a management call is rejected, in the words of the reference implementation.
///
/// Source: reference implementation `rs/execution_environment/src/canister_manager/types.rs` and
/// `execution_environment.rs`.
final class Refusals {

  private static final String DOCUMENTATION =
      "https://internetcomputer.org/docs/current/references/execution-errors#";

  private Refusals() {}

  private static ManagementException refusal(
      ErrorCode code, String text, String suggestion, String section) {
    return new ManagementException(
        code, "%s\n%s See documentation: %s%s".formatted(text, suggestion, DOCUMENTATION, section));
  }

  static ManagementException undecodable(String why) {
    return new ManagementException(
        ErrorCode.INVALID_MANAGEMENT_PAYLOAD, "Error decoding candid: " + why);
  }

  static ManagementException unknownMethod(String method) {
    return new ManagementException(
        ErrorCode.CANISTER_METHOD_NOT_FOUND,
        "Management canister has no method '%s'".formatted(method));
  }

  /// A method of the specification that this node does not have.
  static ManagementException missingMethod(String method) {
    return new ManagementException(
        ErrorCode.UNKNOWN_MANAGEMENT_MESSAGE,
        "Management canister method '%s' is not supported by this node".formatted(method));
  }

  static ManagementException notForUsers(String method) {
    return new ManagementException(
        ErrorCode.CANISTER_REJECTED_MESSAGE,
        "Only canisters can call ic00 method %s".formatted(method));
  }

  static ManagementException queryOnly(String method) {
    return new ManagementException(
        ErrorCode.CANISTER_REJECTED_MESSAGE,
        "%s API is only accessible in non-replicated mode".formatted(method));
  }

  static ManagementException provisionalOff() {
    return new ManagementException(
        ErrorCode.CANISTER_METHOD_NOT_FOUND, "Sender not authorized to use method.");
  }

  static ManagementException canisterNotFound(Principal canister) {
    return refusal(
        ErrorCode.CANISTER_NOT_FOUND,
        "Canister %s not found.".formatted(canister),
        "Check the ICP dashboard to ensure the canister exists.",
        "canister-not-found");
  }

  static ManagementException notController(
      Principal canister, Collection<Principal> controllers, Principal caller) {
    return refusal(
        ErrorCode.CANISTER_INVALID_CONTROLLER,
        """
        Only the controllers of the canister %s can control it.
        Canister's controllers: %s
        Sender's ID: %s\
        """
            .formatted(
                canister,
                controllers.stream().map(Principal::toString).collect(Collectors.joining(" ")),
                caller),
        "Execute this call from a controller of the target canister or add the current caller as a"
            + " controller.",
        "invalid-controller");
  }

  static ManagementException notAllowed() {
    return new ManagementException(
        ErrorCode.CANISTER_REJECTED_MESSAGE, "The caller is not authorized to call this method.");
  }

  static ManagementException tooFewCyclesToCreate(Cycles sent, Cycles required) {
    return refusal(
        ErrorCode.INSUFFICIENT_CYCLES_FOR_CREATE_CANISTER,
        ("Creating a canister requires a fee of %s that is deducted from the canister's initial"
                + " balance but only %s cycles were received with the create_canister request.")
            .formatted(Texts.grouped(required), Texts.grouped(sent)),
        "Try sending more cycles with the request.",
        "create-canister-not-enough-cycles");
  }

  static ManagementException canisterExists(Principal canister) {
    return new ManagementException(
        ErrorCode.CANISTER_ALREADY_INSTALLED,
        "Canister %s is already installed.".formatted(canister));
  }

  static ManagementException notHosted(Principal canister, SubnetId subnet) {
    return new ManagementException(
        ErrorCode.CANISTER_NOT_HOSTED_BY_SUBNET,
        ("Unsuccessful validation of specified ID: Specified CanisterId %s is not hosted by subnet"
                + " %s.")
            .formatted(canister, subnet));
  }

  static ManagementException outOfCanisterIds() {
    return refusal(
        ErrorCode.SUBNET_OVERSUBSCRIBED,
        "Could not create canister. Subnet has surpassed its canister ID allocation.",
        "Try creating the canister on another subnet.",
        "subnet-out-of-canister-ids");
  }

  static ManagementException notStopped(Principal canister) {
    return refusal(
        ErrorCode.CANISTER_NOT_STOPPED,
        "Canister %s must be stopped before it is deleted.".formatted(canister),
        "Stop the canister before deleting it.",
        "delete-canister-not-stopped");
  }

  static ManagementException deletesItself(Principal canister) {
    return refusal(
        ErrorCode.CANISTER_INVALID_CONTROLLER,
        "Canister %s cannot delete itself.".formatted(canister),
        "Delete the canister from one of its other controllers.",
        "delete-canister-self");
  }

  static ManagementException queuesNotEmpty(Principal canister) {
    return refusal(
        ErrorCode.CANISTER_QUEUE_NOT_EMPTY,
        ("Canister %s has messages in its queues and cannot be deleted now. Please retry after some"
                + " time.")
            .formatted(canister),
        "Wait until the queues have been cleared to delete the canister and in the meantime stop"
            + " the canister.",
        "delete-canister-queue-not-empty");
  }

  static ManagementException notEmpty(Principal canister) {
    return refusal(
        ErrorCode.CANISTER_NON_EMPTY,
        ("Canister %s cannot be installed because the canister is not empty. Try installing with"
                + " mode='reinstall' instead.")
            .formatted(canister),
        "Check that you want to overwrite the canister and, if so, use mode='reinstall'.",
        "canister-not-empty");
  }

  static ManagementException chunkStore(String what) {
    return refusal(
        ErrorCode.CANISTER_CONTRACT_VIOLATION,
        "Error from Wasm chunk store: %s.".formatted(what),
        "Use the `stored_chunks` API to check which hashes are present or top up the canister if it"
            + " is low on cycles.",
        "wasm-chunk-store-error");
  }

  static ManagementException memoryGrowth(long bytes, Cycles missing) {
    return refusal(
        ErrorCode.INSUFFICIENT_CYCLES_IN_MEMORY_GROW,
        ("Canister cannot grow memory by %d bytes due to insufficient cycles. At least %s"
                + " additional cycles are required.")
            .formatted(bytes, Texts.grouped(missing)),
        "Top up the canister with more cycles.",
        "insufficient-cycles-in-memory-grow-1");
  }

  static ManagementException reservedCyclesLimit(long bytes, Cycles limit, Cycles excess) {
    return new ManagementException(
        ErrorCode.RESERVED_CYCLES_LIMIT_EXCEEDED_IN_MEMORY_GROW,
        ("Canister cannot grow memory by %d bytes due to its reserved cycles limit. The current"
                + " limit (%s) would be exceeded by %s.")
            .formatted(bytes, Texts.grouped(limit), Texts.grouped(excess)));
  }

  static ManagementException noModule(Principal canister) {
    return new ManagementException(
        ErrorCode.CANISTER_REJECTED_MESSAGE,
        "The canister %s has no Wasm module and hence no metadata is available."
            .formatted(canister));
  }

  static ManagementException noMetadata(Principal canister, String section) {
    return new ManagementException(
        ErrorCode.CANISTER_REJECTED_MESSAGE,
        "The canister %s has no metadata section with the name %s.".formatted(canister, section));
  }

  static ManagementException subnetNotFound(Principal subnet) {
    return new ManagementException(
        ErrorCode.SUBNET_NOT_FOUND, "Subnet %s not found".formatted(subnet));
  }

  static ManagementException senderVersion(long stated, long actual) {
    return new ManagementException(
        ErrorCode.CANISTER_CONTRACT_VIOLATION,
        ("Management canister call payload includes sender canister version %s that does not match"
                + " the actual sender canister version %s.")
            .formatted(Long.toUnsignedString(stated), Long.toUnsignedString(actual)));
  }
}
