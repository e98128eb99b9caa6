package dev.atoll.execution.jvm.runtime;

/// A function of a module as a value.
///
/// Holds no instance, so that all instances of a module share it. For each type of function there
/// is a generated abstract subclass with a method `call`, for each function that was ever called
/// through a reference a generated final one below it; before that an [UnlinkedFunction] stands for
/// it.
public abstract class FunctionReference {

  private final int function;

  protected FunctionReference(int function) {
    this.function = function;
  }

  /// The index in the function index space of the module.
  public final int function() {
    return function;
  }

  /// Calls the function with its arguments from [Context#bits] and [Context#references], and
  /// leaves its results there, or leaves [Context#tail] to be called next.
  ///
  /// @param depth what is left of the budget of the stack
  public abstract void enter(int depth, Context context);
}
