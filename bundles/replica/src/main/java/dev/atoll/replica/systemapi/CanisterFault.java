package dev.atoll.replica.systemapi;

import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// Why an execution failed, in the words of the reference implementation.
///
/// Thrown by functions of the System API through the instance; made from traps too.
///
/// Source: reference implementation `rs/interfaces/src/execution_environment/errors.rs`,
/// `HypervisorError`.
public final class CanisterFault extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final ErrorCode code;

  private final String description;

  private final String help;

  private final @Nullable String logLine;

  /// @param help what follows the description after a full stop and a line break; may be empty
  /// @param logLine what the canister log says, null if it says nothing
  CanisterFault(ErrorCode code, String description, String help, @Nullable String logLine) {
    super(description, null, false, false);
    this.code = code;
    this.description = description;
    this.help = help;
    this.logLine = logLine;
  }

  public ErrorCode code() {
    return code;
  }

  public String description() {
    return description;
  }

  public @Nullable String logLine() {
    return logLine;
  }

  /// The message for users and callers.
  public String messageFor(Principal canister) {
    String message = "Error from Canister %s: %s".formatted(canister, description);
    return help.isEmpty() ? message : message + ".\n" + help;
  }

  /// This fault of a callback, when the cleanup callback failed as well.
  public CanisterFault withCleanup(CanisterFault cleanup) {
    return new CanisterFault(
        code, description + "\n\ncall_on_cleanup also failed:\n\n" + cleanup.description, "", null);
  }
}
