package dev.atoll.candid;

/// The one failure of this package: malformed input, a type that does not fit, a limit reached.
///
/// The message starts with the path to the place, for example
/// `argument 0, field settings.controllers[3]: expected principal, found text`.
public final class CandidException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String path;

  public CandidException(String detail) {
    this("", detail);
  }

  /// @param path where it happened; empty if that says nothing
  public CandidException(String path, String detail) {
    super(path.isEmpty() ? detail : path + ": " + detail);
    this.path = path;
  }

  /// Where it happened; empty if unknown.
  public String path() {
    return path;
  }
}
