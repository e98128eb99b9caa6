package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import java.util.function.Function;

/// What runs the functions of a module.
///
/// @param factory makes the machine of an instance
/// @param keepsState whether a machine is left in disorder when an exception passes through it:
///     that is so for the stack of an interpreter
record MachineCode(Function<Instance, Machine> factory, boolean keepsState) {

  static MachineCode interpreted() {
    return new MachineCode(InterpreterMachine::new, true);
  }
}
