package dev.atoll.replica.state;

/// Thrown in the middle of an execution that is one too many of those that wait: what it has done
/// is undone, and it begins again when it can go on.
public final class SetBack extends RuntimeException {

  @java.io.Serial private static final long serialVersionUID = 1;

  public SetBack() {
    super("the execution begins again later", null, false, false);
  }
}
