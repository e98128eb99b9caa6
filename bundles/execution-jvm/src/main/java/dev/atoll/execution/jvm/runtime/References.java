package dev.atoll.execution.jvm.runtime;

import org.jspecify.annotations.Nullable;

/// Functions as values, and calls that leave the way of the JVM's stack.
public final class References {

  private References() {}

  /// `ref.func`.
  public static FunctionReference of(int function, Context context) {
    return context.state().code().reference(function);
  }

  /// What a call through an element finds that is no linked function of the right type.
  ///
  /// @param type the number of that type
  /// @throws CodeTrap unless it is a function of the type
  public static FunctionReference link(@Nullable Object element, int type, Context context) {
    if (element instanceof UnlinkedFunction function && function.type() == type) {
      return link(function, context);
    }
    throw Traps.callOf(element);
  }

  /// The function itself, which takes its place in table 0.
  @SuppressWarnings("ReferenceEquality") // the very reference is replaced
  static FunctionReference link(UnlinkedFunction function, Context context) {
    FunctionReference linked = context.state().code().linked(function.function());
    Table table = context.table0;
    int place = context.state().shape().placeOf(function.function());
    if (place >= 0 && place < table.size() && table.get(place) == function) {
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
