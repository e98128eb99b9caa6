package dev.atoll.replica.execution;

import dev.atoll.replica.state.Ingress;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import org.jspecify.annotations.Nullable;

/// A non-replicated execution.
///
/// @param method without prefix
/// @param arg Candid, by convention
/// @param senderInfo attested facts about the caller, null if there are none
/// @param instructionLimit for the whole call, with the queries that it calls
public record QueryCall(
    Kind kind,
    Principal canister,
    String method,
    Bytes arg,
    Principal caller,
    Ingress.@Nullable SenderInfo senderInfo,
    long instructionLimit) {

  /// Source: reference implementation `rs/config/src/subnet_config.rs`,
  /// `MAX_INSTRUCTIONS_PER_QUERY_MESSAGE`.
  public static final long QUERY_INSTRUCTIONS_MAX = 5_000_000_000L;

  /// Source: the same, `MAX_INSTRUCTIONS_FOR_MESSAGE_ACCEPTANCE_CALLS`.
  public static final long INSPECT_INSTRUCTIONS_MAX = 200_000_000L;

  /// What is executed.
  public enum Kind {
    /// `canister_query` or `canister_composite_query`, whichever the module has.
    QUERY,
    /// `canister_inspect_message` for a call of `method`; the reply is empty.
    INSPECT,
    /// The transform function of an HTTPS outcall.
    TRANSFORM
  }
}
