package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.CodeSource;
import dev.atoll.execution.jvm.runtime.Context;
import dev.atoll.execution.jvm.runtime.ModuleShape;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValidatedModule;
import org.jspecify.annotations.Nullable;

/// The code of a module, ready to be compiled function by function as these are called.
///
/// Callable from any thread. It lives as long as somebody holds it.
public final class ModuleCode {

  private static final int METHOD_BYTES_MAX = 65_535;
  private static final int METHOD_SLOTS_MAX = 65_535;

  /// What the compiler adds to the locals, and twice each operand: at home, and put aside.
  private static final int SLOTS_ADDED = 16;

  private static final int SLOTS_PER_OPERAND = 6;

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
    int defined = 0;
    for (FunctionBody body : validated.module().bodies()) {
      checkSlots(layout, body);
      if (scan.sizeBound(defined++) > METHOD_BYTES_MAX) {
        checkSize(layout, classes.plans(), body);
      }
    }
    return new ModuleCode(layout, classes);
  }

  private static void checkSlots(ModuleLayout layout, FunctionBody body) {
    FunctionType type = layout.module().types().get(body.typeIndex());
    int operands = layout.validated().operandsMax(body);
    long slots = SLOTS_ADDED + Locals.slotsBound(type, body) + (long) SLOTS_PER_OPERAND * operands;
    if (slots > METHOD_SLOTS_MAX) {
      throw new EngineException(
          "function %d (%s) needs %d slots for %d parameters and locals and %d operands, at most %d allowed"
              .formatted(
                  body.functionIndex(),
                  layout.nameOf(body.functionIndex()),
                  slots,
                  type.parameters().size() + body.localCount(),
                  operands,
                  METHOD_SLOTS_MAX));
    }
  }

  private static void checkSize(ModuleLayout layout, FunctionPlans plans, FunctionBody body) {
    try {
      plans.of(body);
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
