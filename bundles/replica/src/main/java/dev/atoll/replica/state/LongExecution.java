package dev.atoll.replica.state;

import dev.atoll.types.Principal;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An execution that has used its slice and goes on in a later round.
///
/// Its canister does nothing else meanwhile, and nobody changes what the execution may read. So it
/// can be executed again from its beginning at any time, and comes to the same point after
/// `grantedInstructions`: that is what a node does that was stopped in between.
///
/// @param beganNanos the time of the round in which it began
/// @param takenBytes what the canisters of the subnet held when it asked first, or [#NOT_ASKED]
/// @param grantedInstructions of all slices so far
/// @param held canisters that the management canister must leave alone, the executing one among
///     them
/// @param setBack whether it is one too many: it is as if it had not begun, until it can go on
/// @param before null in a state that was loaded and when it is set back, until the execution has
///     been begun again
public record LongExecution(
    Work work,
    long beganNanos,
    long takenBytes,
    long grantedInstructions,
    SortedSet<Principal> held,
    boolean setBack,
    @Nullable BeforeExecution before) {

  /// The execution did not yet ask for memory.
  public static final long NOT_ASKED = -1;

  public LongExecution {
    held = Collections.unmodifiableSortedSet(new TreeSet<>(held));
  }

  /// The same, set back.
  public LongExecution asSetBack() {
    return new LongExecution(work, beganNanos, takenBytes, grantedInstructions, held, true, null);
  }

  /// The same, to be begun again.
  public LongExecution toBeginAgain() {
    return new LongExecution(work, beganNanos, takenBytes, grantedInstructions, held, false, null);
  }

  /// Whether it runs code for the management canister.
  public boolean isOfManagement() {
    return work instanceof Work.Management;
  }

  /// What is executed.
  public sealed interface Work {

    /// A message out of the queues of the canister.
    record Message(InputQueues.Input input) implements Work {}

    /// A task of the canister.
    record Task(Kind kind) implements Work {

      /// The tasks of the system.
      public enum Kind {
        HEARTBEAT,
        GLOBAL_TIMER,
        ON_LOW_WASM_MEMORY
      }
    }

    /// A call to the management canister that runs code of the canister.
    record Management(InputQueues.Input input) implements Work {}
  }
}
