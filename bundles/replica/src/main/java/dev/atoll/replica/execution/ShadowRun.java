package dev.atoll.replica.execution;

import dev.atoll.replica.state.Slices;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.replica.systemapi.ExecutionMode;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs every replicated execution on a second engine before the present one does, takes back what
/// it did, and compares: instructions, faults, pages written and what is in them, globals, replies
/// and everything else that an execution wants. So the state roots are equal if all of that is.
///
/// An execution that does not end within its first slice is not compared, for it would hold up the
/// round. One that does not even come to the end of a slice is left alone on its thread, with the
/// memories that it may still write to, and ends the comparison. The clock decides about that, but
/// about nothing that is replicated.
///
/// Written by the thread that executes; others may read how far it is.
public final class ShadowRun implements AutoCloseable {

  private final EngineCode engine;

  private final Supplier<Height> height;

  private final Duration executionMax;

  private final ShadowThread thread;

  private final AtomicInteger rounds = new AtomicInteger();

  private final AtomicLong compared = new AtomicLong();

  private final AtomicLong tooLong = new AtomicLong();

  private volatile @Nullable String difference;

  private boolean interrupted;

  /// @param height of the round that runs
  /// @param executionMax how long the engine may take for one execution, or the slice of a long one
  public ShadowRun(EngineCode engine, Supplier<Height> height, Duration executionMax) {
    this.engine = engine;
    this.height = height;
    this.executionMax = executionMax;
    this.thread = new ShadowThread(engine.traits().stackSizeBytes());
  }

  /// What one execution came to.
  ///
  /// @param failure why there is nothing to compare with, empty if there is
  record Result(
      long instructions,
      String fault,
      int heapPages,
      int stablePages,
      String memory,
      String effects,
      String failure) {

    static Result of(Execution execution) {
      CanisterFault fault = execution.fault();
      return new Result(
          execution.instructions(),
          fault == null ? "none" : fault.code().name(),
          execution.heap() == null ? 0 : execution.heap().dirtyPageCount(),
          execution.stable().dirtyPageCount(),
          ExecutionDigests.memory(execution),
          ExecutionDigests.effects(execution),
          "");
    }

    static Result failed(Throwable failure) {
      return new Result(0, "", 0, 0, "", "", failure.toString());
    }

    /// What is not equal; empty if all is.
    String differenceTo(Result right) {
      if (!failure.isEmpty()) {
        return "it fails: " + failure;
      }
      if (instructions != right.instructions) {
        return "%d instructions, expected %d".formatted(instructions, right.instructions);
      }
      if (!fault.equals(right.fault)) {
        return "fault %s, expected %s".formatted(fault, right.fault);
      }
      if (heapPages != right.heapPages || stablePages != right.stablePages) {
        return "%d pages of the heap and %d of the stable memory written, expected %d and %d"
            .formatted(heapPages, stablePages, right.heapPages, right.stablePages);
      }
      if (!memory.equals(right.memory)) {
        return "other content of the pages written, or of the globals";
      }
      return effects.equals(right.effects) ? "" : "another reply, call or other effect";
    }
  }

  /// Ends an execution that takes too long to be compared.
  private static final class TooLong extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    TooLong() {
      super("the slice is used up", null, false, false);
    }
  }

  CodeLease lease(ValidatedModule module) {
    return engine.lease(module);
  }

  /// As many instructions as the real execution has in its present slice.
  Slices slices(Slices real) {
    long left = real.left();
    return new Slices() {
      @Override
      public long left() {
        return left;
      }

      @Override
      public void used(long instructions) {}

      @Override
      public long next() {
        throw new TooLong();
      }
    };
  }

  /// Runs an execution whatever becomes of it, and waits for it for a while.
  ///
  /// @param work gives the instance with what it came to
  /// @param afterwards runs if the work was left alone and has ended after all, beside everything
  /// @return null if there is nothing to compare
  /// @throws TimeoutException if the work was left alone
  @Nullable Result run(
      Principal canister,
      Entry entry,
      ExecutionMode mode,
      Supplier<Execution> work,
      Runnable afterwards)
      throws TimeoutException {
    interrupted = true;
    try {
      Optional<Result> result = thread.run(() -> attempt(work), executionMax, afterwards);
      if (result.isEmpty()) {
        tooLong.incrementAndGet();
        return null;
      }
      interrupted = !result.get().failure().isEmpty();
      return result.get();
    } catch (TimeoutException e) {
      differs(
          canister,
          entry,
          mode,
          "it does not end within %d ms, and is left alone".formatted(executionMax.toMillis()));
      throw e;
    }
  }

  private static Optional<Result> attempt(Supplier<Execution> work) {
    try {
      return Optional.of(Result.of(work.get()));
    } catch (TooLong e) {
      return Optional.empty();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      return Optional.of(Result.failed(e));
    }
  }

  /// Whether the last run did not come to its end.
  boolean wasInterrupted() {
    return interrupted;
  }

  void compare(Result shadow, Execution real) {
    compared.incrementAndGet();
    String found = shadow.differenceTo(Result.of(real));
    if (!found.isEmpty()) {
      differs(real.canister(), real.entry(), real.mode(), found);
    }
  }

  private void differs(Principal canister, Entry entry, ExecutionMode mode, String found) {
    if (difference == null) {
      difference =
          "canister %s, %s %s, height %s: %s"
              .formatted(canister, mode.text(), entry, height.get(), found);
    }
  }

  void roundEnds() {
    rounds.incrementAndGet();
  }

  public int rounds() {
    return rounds.get();
  }

  /// Executions that were compared.
  public long compared() {
    return compared.get();
  }

  /// Executions that took too long to be compared.
  public long tooLong() {
    return tooLong.get();
  }

  /// The first difference; null if there is none so far.
  public @Nullable String difference() {
    return difference;
  }

  /// Ends its thread; nothing is run any more.
  @Override
  public void close() {
    thread.close();
  }
}
