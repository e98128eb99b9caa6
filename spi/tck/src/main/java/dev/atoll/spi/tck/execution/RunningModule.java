package dev.atoll.spi.tck.execution;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An instance with what it runs in.
///
/// One thread at a time.
public final class RunningModule implements AutoCloseable {

  private final WasmInstance instance;
  private final @Nullable LinearMemory memory;
  private final InstructionCounter counter;

  RunningModule(WasmInstance instance, @Nullable LinearMemory memory, InstructionCounter counter) {
    this.instance = instance;
    this.memory = memory;
    this.counter = counter;
  }

  public WasmInstance instance() {
    return instance;
  }

  public LinearMemory memory() {
    return Objects.requireNonNull(memory, "the module has a memory");
  }

  public InstructionCounter counter() {
    return counter;
  }

  /// Runs the export `run`.
  public void run() {
    instance.invoke("run");
  }

  /// Runs the export `run`, which must trap.
  public TrapCode trap() {
    return catchThrowableOfType(TrapException.class, this::run).code();
  }

  /// The backtrace of the export `run`, which must trap.
  public List<String> backtrace() {
    return catchThrowableOfType(TrapException.class, this::run).backtrace();
  }

  /// The instructions used since there were `from`.
  public long used(long from) {
    return from - counter.total();
  }

  public int i32(long address) {
    return (int) bits(address, Integer.BYTES);
  }

  public long i64(long address) {
    return bits(address, Long.BYTES);
  }

  private long bits(long address, int size) {
    byte[] bytes = memory().read(address, size);
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << Byte.SIZE | Byte.toUnsignedInt(bytes[i]);
    }
    return value;
  }

  @Override
  public void close() {
    instance.close();
  }
}
