package dev.atoll.replica.systemapi;

import dev.atoll.spi.execution.HostFunction;
import dev.atoll.spi.execution.HostImports;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.memory.LinearMemory;
import org.jspecify.annotations.Nullable;

/// The System API of one instance.
///
/// Its functions stay bound to the instance; [#begin] and [#finish] enclose each execution. Used by
/// the thread that executes.
public final class SystemApi implements HostImports {

  private static final String MODULE = "ic0";

  /// A Wasm module without memory has this many bytes.
  private static final long NO_MEMORY = 0;

  private final @Nullable LinearMemory heap;

  private final LinearMemory stable;

  private final InstructionCounter counter;

  private final boolean memory64;

  private final GrowingBytes reply = new GrowingBytes();

  private @Nullable Execution execution;

  /// What the functions work on during one execution.
  static final class Execution {

    final MessageContext context;

    final CanisterInfo canister;

    final MessageEffects effects;

    final long instructionLimit;

    @Nullable CallInPreparation call;

    Cycles available;

    long grownBytes;

    final StablePages stablePages = new StablePages();

    long loggedBytes;

    Execution(MessageContext context, CanisterInfo canister, long instructionLimit) {
      this.context = context;
      this.canister = canister;
      this.instructionLimit = instructionLimit;
      this.effects = new MessageEffects(canister.balance());
      this.available = context.available();
    }
  }

  /// @param heap null if the module has no memory
  /// @param memory64 whether pointers are 64 bits wide
  public SystemApi(
      @Nullable LinearMemory heap,
      LinearMemory stable,
      InstructionCounter counter,
      boolean memory64) {
    this.heap = heap;
    this.stable = stable;
    this.counter = counter;
    this.memory64 = memory64;
  }

  /// Begins an execution with `instructionLimit` instructions, in one slice; who wants more slices
  /// begins the counter again.
  public void begin(MessageContext context, CanisterInfo canister, long instructionLimit) {
    counter.begin(instructionLimit);
    reply.clear();
    execution = new Execution(context, canister, instructionLimit);
  }

  /// Goes on in another mode of the same execution: from `(start)` to `canister_init`.
  public void continueAs(ExecutionMode mode) {
    Execution before = execution();
    Execution after =
        new Execution(before.context.withMode(mode), before.canister, before.instructionLimit);
    before.effects.logLines().forEach(after.effects.logLines()::add);
    after.loggedBytes = before.loggedBytes;
    after.grownBytes = before.grownBytes;
    execution = after;
  }

  /// Ends the execution and gives what it wants to change. Cycles of a call that was not performed
  /// are back in the balance.
  public MessageEffects finish() {
    Execution ended = execution();
    dropCall(ended);
    execution = null;
    return ended.effects;
  }

  /// Instructions used so far in this execution, at most its limit.
  public long instructionsUsed() {
    long limit = execution().instructionLimit;
    return Math.min(limit, limit - counter.total());
  }

  /// Decides whether the heap may grow; throws a [CanisterFault] if not.
  public void checkHeapGrowth(long oldBytes, long newBytes) {
    MemoryGrowth.checkHeap(execution(), oldBytes, newBytes);
  }

  @Override
  public HostFunction resolve(String module, String name, FunctionType type) {
    SystemFunction function = SystemFunctions.find(module.equals(MODULE) ? name : "");
    int narrow = narrowParameters(type);
    return arguments -> {
      for (int i = 0; i < arguments.length; i++) {
        if ((narrow & 1 << i) != 0) {
          arguments[i] &= 0xffff_ffffL;
        }
      }
      return call(function, arguments);
    };
  }

  private long call(SystemFunction function, long[] arguments) {
    Execution current = execution();
    charge(function.cost(arguments));
    if ((function.modes() & current.context.mode().bit()) == 0) {
      throw Faults.wrongMode(function.name(), current.context.mode());
    }
    return function.body().call(this, current, arguments);
  }

  /// Which parameters are i32, as bits: they are unsigned in the whole System API.
  private static int narrowParameters(FunctionType type) {
    int bits = 0;
    for (int i = 0; i < type.parameters().size(); i++) {
      if (type.parameters().get(i) == ValueType.I32) {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  /// Takes instructions off.
  void charge(long instructions) {
    counter.charge(instructions);
    if (counter.total() < 0) {
      throw Faults.instructionLimit(execution().instructionLimit);
    }
  }

  private Execution execution() {
    Execution current = execution;
    if (current == null) {
      throw new IllegalStateException("the System API was called outside of an execution");
    }
    return current;
  }

  GrowingBytes reply() {
    return reply;
  }

  LinearMemory stable() {
    return stable;
  }

  boolean memory64() {
    return memory64;
  }

  long executed() {
    return instructionsUsed();
  }

  static void dropCall(Execution execution) {
    CallInPreparation call = execution.call;
    if (call != null) {
      MessageEffects effects = execution.effects;
      effects.setBalance(effects.balance().saturatingPlus(call.cycles));
      execution.call = null;
    }
  }

  long heapSize() {
    return heap == null ? NO_MEMORY : heap.sizeBytes();
  }

  LinearMemory heap() {
    LinearMemory memory = heap;
    if (memory == null) {
      throw Faults.toolchain("WebAssembly module must define memory");
    }
    return memory;
  }

  /// Fails unless `[address, address + size)` lies in a space of `limit` bytes; all unsigned.
  static void checkRange(String what, long address, long size, long limit) {
    long end = address + size;
    if (Long.compareUnsigned(end, address) < 0) {
      throw Faults.toolchain(
          "%s: src=%s + length=%s is an invalid address"
              .formatted(what, Long.toUnsignedString(address), Long.toUnsignedString(size)));
    }
    if (Long.compareUnsigned(end, limit) > 0) {
      throw Faults.toolchain(
          "%s: src=%s + length=%s exceeds the slice size=%d"
              .formatted(what, Long.toUnsignedString(address), Long.toUnsignedString(size), limit));
    }
  }

  /// Copies `source` from `offset` into the heap, as the `_copy` functions do.
  void copyOut(String function, String part, Bytes source, long target, long offset, long size) {
    LinearMemory memory = heap();
    checkRange("ic0." + function + " heap", target, size, memory.sizeBytes());
    checkRange("ic0." + function + " " + part, offset, size, source.size());
    memory.write(target, source.unsafeArray(), (int) offset, (int) size);
  }

  /// Reads from the heap.
  byte[] copyIn(String what, long address, long size) {
    LinearMemory memory = heap();
    checkRange(what, address, size, memory.sizeBytes());
    return memory.read(address, (int) size);
  }

  /// Reads a principal from the heap.
  Principal principal(String what, long address, long size) {
    byte[] bytes = copyIn(what, address, size);
    if (bytes.length > Principal.SIZE_BYTES_MAX) {
      throw Faults.invalidPrincipal();
    }
    return Principal.of(Bytes.wrap(bytes));
  }

  /// Writes 128 bits, little endian, to the heap.
  void writeCycles(String function, long target, Cycles cycles) {
    LinearMemory memory = heap();
    long end = target + Cycles128.SIZE_BYTES;
    if (Long.compareUnsigned(end, target) < 0
        || Long.compareUnsigned(end, memory.sizeBytes()) > 0) {
      throw Faults.toolchain(
          ("ic0_%s failed because dst + size is out of bounds.Found dst = %s and size = 16 while"
                  + " must be <= %d")
              .formatted(function, Long.toUnsignedString(target), memory.sizeBytes()));
    }
    memory.write(target, Cycles128.toBytes(cycles));
  }
}
