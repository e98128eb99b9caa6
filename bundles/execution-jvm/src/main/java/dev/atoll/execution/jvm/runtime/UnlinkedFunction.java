package dev.atoll.execution.jvm.runtime;

/// Stands for a function that was never called through a reference: no class is made for it yet.
public final class UnlinkedFunction extends FunctionReference {

  private final int type;

  /// @param type the number of its type, the same for equal ones
  public UnlinkedFunction(int function, int type) {
    super(function);
    this.type = type;
  }

  int type() {
    return type;
  }

  @Override
  public void enter(int depth, Context context) {
    References.link(this, context).enter(depth, context);
  }
}
