package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.SystemApiSignatures;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Calls functions of the System API as Wasm code does, through the one page of memory that the
/// module has.
///
/// What a function throws ends the execution even if the code catches it: every later call throws
/// it again. Used by one thread at a time.
final class SystemCalls {

  /// Where data is copied through, [CanisterContext#PART_SIZE_BYTES] at a time.
  static final long DATA = 0;

  /// Where what goes along with it lies: principals and names.
  static final long NAMES = CanisterContext.PART_SIZE_BYTES;

  private static final int CYCLES_SIZE_BYTES = 16;

  private final InstanceEnvironment environment;

  private final LinearMemory memory;

  private final Map<String, HostFunction> functions = new TreeMap<>();

  private @Nullable RuntimeException fault;

  SystemCalls(InstanceEnvironment environment) {
    this.environment = environment;
    this.memory = Objects.requireNonNull(environment.memory(), "the module declares one page");
  }

  void begin() {
    fault = null;
  }

  /// Throws what the code has caught and must not have.
  void end() {
    if (fault != null) {
      throw fault;
    }
  }

  /// Calls `ic0.<name>`. Pointers and environments are 64 bits wide, which changes nothing but that
  /// none of their bits are lost.
  long call(String name, long... arguments) {
    end();
    settle();
    try {
      return functions.computeIfAbsent(name, this::resolve).call(arguments);
    } catch (RuntimeException e) {
      fault = e;
      throw e;
    }
  }

  private HostFunction resolve(String name) {
    FunctionType type =
        Objects.requireNonNull(SystemApiSignatures.of(true).find(name), () -> "ic0." + name);
    return environment.imports().resolve(SystemApiSignatures.MODULE, name, type);
  }

  /// Takes instructions off, as an engine does.
  void charge(long instructions) {
    end();
    environment.instructions().charge(instructions);
    settle();
  }

  /// Asks for the next slice of instructions if one is used up, which may take a long time.
  private void settle() {
    InstructionCounter counter = environment.instructions();
    if (counter.left() >= 0) {
      return;
    }
    try {
      if (!counter.refill()) {
        throw new TrapException(TrapCode.OUT_OF_INSTRUCTIONS, List.of());
      }
    } catch (RuntimeException e) {
      fault = e;
      throw e;
    }
  }

  /// Ends the execution with a trap of the canister's own, or with the one that was before it.
  void trap(String text) {
    end();
    int size = put(NAMES, Bytes.ofUtf8(text));
    call("trap", NAMES, size);
  }

  /// Reads data that has a pair of functions `<name>_size` and `<name>_copy`.
  Bytes read(String name) {
    int size = Math.toIntExact(call(name + "_size"));
    byte[] all = new byte[size];
    for (int at = 0; at < size; at += CanisterContext.PART_SIZE_BYTES) {
      int part = Math.min(size - at, CanisterContext.PART_SIZE_BYTES);
      call(name + "_copy", DATA, at, part);
      memory.read(DATA, all, at, part);
    }
    return Bytes.wrap(all);
  }

  /// What to do with a part of data that lies in the memory.
  interface Part {

    /// @param at where in the whole the part begins
    /// @param size of the part, which lies at [#DATA]
    void use(long at, int size);
  }

  /// Puts data into the memory part by part; empty data has no part.
  void write(Bytes data, Part parts) {
    for (int at = 0; at < data.size(); at += CanisterContext.PART_SIZE_BYTES) {
      int size = Math.min(data.size() - at, CanisterContext.PART_SIZE_BYTES);
      memory.write(DATA, data.unsafeArray(), at, size);
      parts.use(at, size);
    }
  }

  /// Puts data into the memory in one piece, as much as there is room for.
  ///
  /// @return how much that is
  int put(long address, Bytes data) {
    int size = (int) Math.min(data.size(), memory.sizeBytes() - address);
    memory.write(address, data.unsafeArray(), 0, size);
    return size;
  }

  byte[] get(int size) {
    return memory.read(DATA, size);
  }

  /// Calls a function that leaves cycles where its last argument says.
  Cycles cycles(String name, long... before) {
    long[] arguments = Arrays.copyOf(before, before.length + 1);
    arguments[before.length] = DATA;
    call(name, arguments);
    byte[] bytes = get(CYCLES_SIZE_BYTES);
    return Cycles.of(littleEndian(bytes, Long.BYTES), littleEndian(bytes, 0));
  }

  private static long littleEndian(byte[] bytes, int from) {
    long value = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[from + i] & 0xff);
    }
    return value;
  }
}
