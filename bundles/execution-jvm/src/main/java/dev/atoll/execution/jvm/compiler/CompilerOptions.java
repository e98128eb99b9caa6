package dev.atoll.execution.jvm.compiler;

/// How code is made; what it computes is the same with all.
///
/// @param functionsPerClass how many functions are compiled together when one of them is called
/// @param eagerNans whether each NaN is made canonical where arithmetic produces it, and not only
///     where its bits can be seen: slower, to compare with
/// @param methodBytesMax a function whose method would have more bytes of code is split
/// @param spillAll whether every function keeps its locals and operands in memory, as those do that
///     have too many for the JVM: slower, to compare with
public record CompilerOptions(
    int functionsPerClass, boolean eagerNans, int methodBytesMax, boolean spillAll) {

  /// HotSpot leaves larger methods to its interpreter: `HugeMethodLimit` in its `globals.hpp`.
  private static final int COMPILED_BYTES_MAX = 8_000;

  public static final CompilerOptions DEFAULT = new CompilerOptions(8, false, COMPILED_BYTES_MAX);

  /// The usual size of methods.
  public CompilerOptions(int functionsPerClass, boolean eagerNans) {
    this(functionsPerClass, eagerNans, COMPILED_BYTES_MAX);
  }

  /// Nothing is kept in memory that the JVM has place for.
  public CompilerOptions(int functionsPerClass, boolean eagerNans, int methodBytesMax) {
    this(functionsPerClass, eagerNans, methodBytesMax, false);
  }

  public CompilerOptions {
    if (functionsPerClass < 1) {
      throw new IllegalArgumentException(
          "%d functions per class, at least 1 expected".formatted(functionsPerClass));
    }
  }
}
