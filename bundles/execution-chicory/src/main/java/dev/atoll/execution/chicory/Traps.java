package dev.atoll.execution.chicory;

import com.dylibso.chicory.wasm.ChicoryException;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.wasm.instrument.InstrumentedModule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Tells Chicory's exceptions apart, which is possible by their messages only.
final class Traps {

  /// The innermost frames that a backtrace shows.
  static final int BACKTRACE_FRAMES_MAX = 64;

  /// The methods of generated code: Chicory names them by the index of the function.
  static final String METHOD_PREFIX = "func_";

  private Traps() {}

  /// The trap that an exception stands for, null if it is none.
  static @Nullable TrapCode codeOf(Throwable thrown) {
    if (thrown instanceof CodeTrap trap) {
      return trap.code();
    }
    String message = thrown.getMessage();
    if (!(thrown instanceof ChicoryException) || message == null) {
      return null;
    }
    return switch (message) {
      case "integer overflow" -> TrapCode.INTEGER_OVERFLOW;
      case "integer divide by zero" -> TrapCode.INTEGER_DIVISION_BY_ZERO;
      case "invalid conversion to integer" -> TrapCode.INVALID_CONVERSION_TO_INTEGER;
      case "Trapped on unreachable instruction" -> TrapCode.UNREACHABLE;
      case "indirect call type mismatch" -> TrapCode.BAD_SIGNATURE;
      case "undefined element", "out of bounds table access" -> TrapCode.TABLE_OUT_OF_BOUNDS;
      default -> codeOfPrefix(message);
    };
  }

  private static @Nullable TrapCode codeOfPrefix(String message) {
    if (message.startsWith("out of bounds memory access")) {
      return TrapCode.HEAP_OUT_OF_BOUNDS;
    }
    if (message.startsWith("uninitialized element")) {
      return TrapCode.NULL_FUNCTION;
    }
    // The dispatch over more than 1024 functions of one type ends so when the type is another.
    return message.startsWith("unknown function") ? TrapCode.BAD_SIGNATURE : null;
  }

  /// The functions on the stack when the trap was made, innermost first; empty in the interpreter.
  static List<String> backtrace(Throwable trap, InstrumentedModule module) {
    List<String> names = new ArrayList<>();
    for (StackTraceElement frame : trap.getStackTrace()) {
      if (names.size() == BACKTRACE_FRAMES_MAX) {
        break;
      }
      String method = frame.getMethodName();
      if (method.startsWith(METHOD_PREFIX)
          && frame.getClassName().startsWith(CodeCompiler.CLASS_NAME)) {
        OptionalInt original =
            module.originalFunctionIndex(
                Integer.parseInt(method.substring(METHOD_PREFIX.length())));
        if (original.isPresent()) {
          names.add(name(original.getAsInt(), module));
        }
      }
    }
    return names;
  }

  /// The name of a function of the original, or its index.
  static String name(int function, InstrumentedModule module) {
    String name = module.original().module().functionName(function);
    return name.isEmpty() ? "func[%d]".formatted(function) : name;
  }
}
