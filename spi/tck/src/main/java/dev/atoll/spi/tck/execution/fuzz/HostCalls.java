package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The host of generated modules. It remembers what it was told, charges, reads the counter, writes
/// the memory and fails.
///
/// One thread at a time.
final class HostCalls {

  static final String MODULE = "host";

  private static final int CHARGE_MAX = 1_023;
  private static final int FAILS_ONCE_IN = 32;
  private static final long LOW_HALF = 0xffff_ffffL;

  /// A function of the host; the address of `poke` is as wide as the memory.
  record Import(String name, FunctionType type) {}

  private final InstructionCounter counter;
  private final @Nullable LinearMemory memory;
  private long trace;

  /// Thrown through the instance.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message, null, false, false);
    }
  }

  HostCalls(InstructionCounter counter, @Nullable LinearMemory memory) {
    this.counter = counter;
    this.memory = memory;
  }

  static List<Import> imports(boolean wide) {
    ValueType address = wide ? ValueType.I64 : ValueType.I32;
    return List.of(
        new Import("note", type(List.of(ValueType.I64))),
        new Import("charge", type(List.of(ValueType.I32))),
        new Import("left", type(List.of(), ValueType.I64)),
        new Import("fail", type(List.of(ValueType.I32))),
        new Import("poke", type(List.of(address, ValueType.I32))),
        new Import(
            "mix32", type(List.of(ValueType.I32, ValueType.F32, ValueType.F64), ValueType.F32)),
        new Import(
            "mix64", type(List.of(ValueType.F64, ValueType.I64, ValueType.I32), ValueType.F64)),
        new Import("flip", type(List.of(ValueType.I32), ValueType.I32)));
  }

  private static FunctionType type(List<ValueType> parameters, ValueType... results) {
    return new FunctionType(parameters, List.of(results));
  }

  HostFunction resolve(String module, String name, FunctionType type) {
    return arguments -> {
      long[] bits = plain(arguments, type);
      trace = Choices.mix(trace ^ name.hashCode());
      for (long bit : bits) {
        trace = Choices.mix(trace ^ bit);
      }
      return call(name, bits);
    };
  }

  /// The port leaves open how the high halves are filled.
  private static long[] plain(long[] arguments, FunctionType type) {
    long[] bits = arguments.clone();
    for (int i = 0; i < bits.length; i++) {
      ValueType parameter = type.parameters().get(i);
      if (parameter == ValueType.I32 || parameter == ValueType.F32) {
        bits[i] &= LOW_HALF;
      }
    }
    return bits;
  }

  private long call(String name, long[] bits) {
    return switch (name) {
      case "charge" -> {
        counter.charge(bits[0] & CHARGE_MAX);
        yield 0;
      }
      case "left" -> counter.total();
      case "fail" -> {
        if (Choices.mix(bits[0]) % FAILS_ONCE_IN == 0) {
          throw new Failure("the host fails for " + bits[0]);
        }
        yield 0;
      }
      case "poke" -> {
        if (memory != null && memory.sizeBytes() > 0) {
          memory.write(
              Long.remainderUnsigned(bits[0], memory.sizeBytes()), new byte[] {(byte) bits[1]});
        }
        yield 0;
      }
      // Any bits may come from the host, a NaN with a payload among them.
      case "mix32" -> (bits[0] ^ bits[1] ^ bits[2]) & LOW_HALF;
      case "mix64" -> bits[0] ^ bits[1] << 7;
      case "flip" -> (int) ~bits[0];
      default -> 0;
    };
  }

  /// All that was told to the host since the last call, in one number.
  long takeTrace() {
    long taken = trace;
    trace = 0;
    return taken;
  }
}
