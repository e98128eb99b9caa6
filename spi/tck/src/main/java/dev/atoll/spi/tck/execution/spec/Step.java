package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.tck.wast.Command;
import dev.atoll.spi.tck.wast.Expected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to do for one command of a script.
sealed interface Step {

  int line();

  /// Makes an instance.
  ///
  /// @param trap how that must trap, null if it must not
  record Start(int line, InstancePlan instance, @Nullable TrapCode trap) implements Step {}

  /// Runs a driver.
  record Act(int line, InstancePlan instance, Driver driver, Check check) implements Step {}

  /// The module must be refused.
  record Refuse(Command.AssertRefused command) implements Step {

    @Override
    public int line() {
      return command.line();
    }
  }

  record NotRun(int line, Skip reason) implements Step {}

  /// Needs nothing.
  record Nothing(int line) implements Step {}

  /// What an action must give.
  sealed interface Check {

    record Returns(List<Expected> expected) implements Check {}

    record Traps(TrapCode code) implements Check {}

    /// Anything but a trap.
    record Ends() implements Check {}
  }
}
