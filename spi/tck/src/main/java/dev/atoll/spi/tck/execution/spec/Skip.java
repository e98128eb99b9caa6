package dev.atoll.spi.tck.execution.spec;

import dev.atoll.wasm.Proposal;

/// Why a command of a script is not run.
public enum Skip {
  MULTIPLE_MEMORIES("the Internet Computer accepts one memory"),
  THREADS("the Internet Computer accepts no shared memory"),
  EXCEPTIONS("the Internet Computer does not accept exceptions"),
  GARBAGE_COLLECTION("the Internet Computer does not accept garbage collection"),
  FUNCTION_REFERENCES("the Internet Computer does not accept typed function references"),
  EXTENDED_CONSTANTS("the Internet Computer does not accept extended constant expressions"),
  RELAXED_VECTORS("the Internet Computer does not accept relaxed vectors"),
  IMPORTS("a canister imports functions only; those with parameters cannot be given here"),
  LINKING("instances of several modules share functions, memories or tables; canisters never do"),
  HOST_REFERENCES("a canister never gets hold of a reference to something of the host"),
  TEXT("the text of the module is malformed; the replica is never given text"),
  CHARGED_FIRST("the size is charged before it is checked, so that the instructions run out"),
  NEGATED_NAN("the script allows both signs of a NaN; here it must be that of its negation");

  private final String sentence;

  Skip(String sentence) {
    this.sentence = sentence;
  }

  /// The reason for people.
  public String sentence() {
    return sentence;
  }

  static Skip of(Proposal proposal) {
    return switch (proposal) {
      case MULTIPLE_MEMORIES -> MULTIPLE_MEMORIES;
      case THREADS -> THREADS;
      case EXCEPTIONS -> EXCEPTIONS;
      case GARBAGE_COLLECTION -> GARBAGE_COLLECTION;
      case FUNCTION_REFERENCES -> FUNCTION_REFERENCES;
      case EXTENDED_CONSTANTS -> EXTENDED_CONSTANTS;
      case RELAXED_VECTORS -> RELAXED_VECTORS;
    };
  }
}
