package dev.atoll.kernel.launcher;

import org.jspecify.annotations.Nullable;

/// A problem that an operator can do something about: what was found, what was allowed, what to
/// type.
public final class KernelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// The kinds of problems, with the exit code of the process.
  public enum Code {
    INTERNAL(1),
    START_FAILED(3),
    PORT_IN_USE(4),
    STATE_IN_USE(5),
    STATE_UNUSABLE(5),
    PRODUCT_DAMAGED(6),
    CONFIG(7),
    NOT_RUNNING(8),
    UNHEALTHY(9),
    UNRESOLVED(12),
    LOCK_STALE(13),
    /// Nothing was changed: it is not allowed, or was found to be wrong beforehand.
    SWAP_REFUSED(14),
    /// It was begun, and the old bundle goes on.
    SWAP_FAILED(15),
    BAD_REQUEST(1),
    /// Nothing was changed; at start: the node runs without it.
    PLUGIN_REFUSED(16),
    /// It does not keep a contract; at start: the node runs without it.
    PLUGIN_FAILED(17);

    private final int exitCode;

    Code(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }

    /// The code that is printed as `text`; [#INTERNAL] for one that this version does not know.
    public static Code of(String text) {
      for (Code code : values()) {
        if (code.text().equals(text)) {
          return code;
        }
      }
      return INTERNAL;
    }

    /// The code as it is printed, such as `port-in-use`.
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  private final Code code;

  private final String fix;

  /// @param message subject, found, allowed
  /// @param fix what to do, such as a command to type
  public KernelException(Code code, String message, String fix) {
    this(code, message, fix, null);
  }

  public KernelException(Code code, String message, String fix, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.fix = fix;
  }

  public Code code() {
    return code;
  }

  public String fix() {
    return fix;
  }
}
