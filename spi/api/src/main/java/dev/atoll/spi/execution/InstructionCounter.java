package dev.atoll.spi.execution;

/// The instructions that an execution may still use.
///
/// Used by one thread at a time. An engine that counts elsewhere while code runs writes the exact
/// value here before it calls the host or returns or throws, and reads it again after a host call.
public final class InstructionCounter {

  private long left;

  public InstructionCounter(long left) {
    this.left = left;
  }

  /// What is left; negative if the limit was passed.
  public long left() {
    return left;
  }

  public void set(long newLeft) {
    left = newLeft;
  }

  /// Takes `instructions` off, saturating at [Long#MIN_VALUE].
  public void charge(long instructions) {
    long after = left - instructions;
    left = ((left ^ instructions) & (left ^ after)) < 0 ? Long.MIN_VALUE : after;
  }
}
