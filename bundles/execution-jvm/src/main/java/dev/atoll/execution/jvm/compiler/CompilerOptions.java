package dev.atoll.execution.jvm.compiler;

/// How code is made; what it computes is the same with all.
///
/// @param functionsPerClass how many functions are compiled together when one of them is called
/// @param eagerNans whether each NaN is made canonical where arithmetic produces it, and not only
///     where its bits can be seen: slower, to compare with
public record CompilerOptions(int functionsPerClass, boolean eagerNans) {

  public static final CompilerOptions DEFAULT = new CompilerOptions(8, false);

  public CompilerOptions {
    if (functionsPerClass < 1) {
      throw new IllegalArgumentException(
          "%d functions per class, at least 1 expected".formatted(functionsPerClass));
    }
  }
}
