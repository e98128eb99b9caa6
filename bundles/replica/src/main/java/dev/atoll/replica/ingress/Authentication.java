package dev.atoll.replica.ingress;

/// The judgement on the signature of a request.
public sealed interface Authentication {

  /// The request is of its sender.
  ///
  /// @param targets the canisters that it may reach
  /// @param callsAllowed false if a delegation is for queries only
  record Authentic(RequestTargets targets, boolean callsAllowed) implements Authentication {}

  /// @param reason in the words of the reference implementation, for the user
  record NotAuthentic(String reason) implements Authentication {}
}
