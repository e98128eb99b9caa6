package dev.atoll.spi.execution;

import java.io.Serial;
import java.util.List;

/// Canister code trapped.
public final class TrapException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final TrapCode code;

  @SuppressWarnings("serial") // an immutable list of strings
  private final List<String> backtrace;

  /// @param backtrace the functions on the stack, innermost first, by the names of the module or
  ///     `func[<index>]`; empty if the engine does not know it
  public TrapException(TrapCode code, List<String> backtrace) {
    super(code.message(), null, false, false);
    this.code = code;
    this.backtrace = List.copyOf(backtrace);
  }

  public TrapCode code() {
    return code;
  }

  /// For people; engines may differ in it, so it never enters replicated state.
  public List<String> backtrace() {
    return backtrace;
  }
}
