package dev.atoll.spi.tck.canister;

import dev.atoll.types.Bytes;

/// What entering a canister came to.
public sealed interface Outcome {

  record Replied(Bytes reply) implements Outcome {}

  record Rejected(String text) implements Outcome {}

  /// Nothing of it stays; the caller is rejected with the text.
  record Trapped(String text) implements Outcome {}

  /// Not answered: a call that waits for others, or a hook.
  record Silent() implements Outcome {}
}
