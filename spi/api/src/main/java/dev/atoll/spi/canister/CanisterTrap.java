package dev.atoll.spi.canister;

import java.io.Serial;

/// Undoes what an execution of a canister did, and rejects its caller.
public final class CanisterTrap extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final String text;

  /// @param text for the caller; the same on every replica
  public CanisterTrap(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  public String text() {
    return text;
  }
}
