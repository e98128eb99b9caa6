package dev.atoll.execution.jvm.runtime;

/// Functions as values, and calls that leave the way of the JVM's stack.
public final class References {

  private References() {}

  /// `ref.func`.
  public static FunctionReference of(int function, Context context) {
    return context.state().code().reference(function);
  }

  /// What a stub calls: the function itself, which takes the stub's place in table 0.
  @SuppressWarnings("ReferenceEquality") // the very stub is replaced
  public static FunctionReference link(FunctionReference stub, Context context) {
    FunctionReference linked = context.state().code().linked(stub.function());
    Table table = context.table0;
    int place = context.state().shape().placeOf(stub.function());
    if (place >= 0 && place < table.size() && table.get(place) == stub) {
      table.set(place, linked);
    }
    return linked;
  }

  /// Carries out the tail calls that a function has left behind in [Context#tail], so that any
  /// number of them takes one frame.
  public static void follow(int depth, Context context) {
    FunctionReference next = context.tail;
    while (next != null) {
      context.tail = null;
      next.enter(depth, context);
      next = context.tail;
    }
  }
}
