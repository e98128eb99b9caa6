package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.CodeSource;
import dev.atoll.execution.jvm.runtime.Context;
import dev.atoll.execution.jvm.runtime.ModuleShape;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.wasm.Crew;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.ValidatedModule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The code of a module, ready to be compiled function by function as these are called.
///
/// Callable from any thread. It lives as long as somebody holds it.
public final class ModuleCode {

  /// The most that a function may become as one method, by the bound of [CodeScan], in bytes: it is
  /// written like that before it is split. Only functions that move thousands of operands at each
  /// of thousands of instructions come to more: the public network takes those, no compiler makes
  /// them.
  private static final long FUNCTION_BYTES_MAX = 16L << 20;

  /// What a thread looks at before it asks for more.
  private static final int FUNCTIONS_AT_A_TIME = 16;

  private final ModuleLayout layout;
  private final ModuleLoader loader;

  private ModuleCode(ModuleLayout layout, GeneratedClasses classes) {
    this.layout = layout;
    this.loader = new ModuleLoader(layout, classes);
  }

  /// Checks that every function can be compiled.
  ///
  /// @throws EngineException if a function cannot be split into methods of the JVM
  public static ModuleCode of(ValidatedModule validated, CompilerOptions options) {
    CodeScan scan = new CodeScan(validated);
    ModuleLayout layout = new ModuleLayout(validated, options, scan);
    GeneratedClasses classes = new GeneratedClasses(layout);
    List<FunctionBody> bodies = validated.module().bodies();
    Crew.forCode(validated.module())
        .run(
            bodies.size(),
            FUNCTIONS_AT_A_TIME,
            i -> checkSize(layout, classes.plans(), bodies.get(i)));
    return new ModuleCode(layout, classes);
  }

  private static void checkSize(ModuleLayout layout, FunctionPlans plans, FunctionBody body) {
    long bound = layout.sizeBound(body.functionIndex());
    if (bound > FUNCTION_BYTES_MAX) {
      throw new EngineException(
          "function %d (%s) becomes up to %d bytes of code, at most %d allowed"
              .formatted(
                  body.functionIndex(),
                  layout.nameOf(body.functionIndex()),
                  bound,
                  FUNCTION_BYTES_MAX));
    }
    try {
      plans.check(body);
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          "function %d (%s) of %d bytes cannot be split into methods of the JVM"
              .formatted(
                  body.functionIndex(),
                  layout.nameOf(body.functionIndex()),
                  body.end() - body.start()),
          e);
    }
  }

  /// The functions as values.
  public CodeSource functions() {
    return loader;
  }

  public ModuleShape shape() {
    return layout.shape();
  }

  /// A new instance with all globals zero.
  public Context newContext() {
    return loader.newContext();
  }

  /// The class of instances.
  public Class<?> contextClass() {
    return loader.contextClass();
  }

  /// The field of a global in [#contextClass].
  public static String fieldOf(int global) {
    return Names.GLOBAL_FIELD + global;
  }

  /// Where the code comes from, for a test of its end.
  public ClassLoader codeLoader() {
    return loader;
  }

  /// The name for people of the function that a frame belongs to, null for other frames.
  public @Nullable String functionOf(StackTraceElement frame) {
    if (!frame.getClassName().startsWith(Names.GROUP)) {
      return null;
    }
    String method = frame.getMethodName();
    if (method.startsWith(Names.REGION_METHOD)) {
      return null; // its function is on the stack as well
    }
    return layout.nameOf(Integer.parseInt(method, 1, method.length(), 10));
  }
}
