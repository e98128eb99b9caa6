package dev.atoll.spi.tck.wast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One step of a script.
///
/// An instance without a name is the one made last.
public sealed interface Command {

  /// The line that it begins at.
  int line();

  /// Makes an instance.
  record Instantiate(int line, @Nullable String name, ScriptModule module) implements Command {}

  /// Only a module, which is instantiated later.
  record Define(int line, @Nullable String name, ScriptModule module) implements Command {}

  /// Makes an instance of a module that was defined.
  record InstantiateDefined(int line, @Nullable String name, @Nullable String module)
      implements Command {}

  /// Lets other modules import from an instance.
  ///
  /// @param name the name of the module to import from
  record Register(int line, String name, @Nullable String instance) implements Command {}

  /// Only acts.
  record Perform(int line, Action action) implements Command {}

  /// The action gives these values.
  record AssertReturn(int line, Action action, List<Expected> expected) implements Command {}

  /// The action traps.
  record AssertTrap(int line, Action action, String message) implements Command {}

  /// The action uses up the stack.
  record AssertExhaustion(int line, Action action) implements Command {}

  /// The action throws an exception of WebAssembly.
  record AssertException(int line, Action action) implements Command {}

  /// The module traps while it is instantiated.
  record AssertStartTraps(int line, ScriptModule module, String message) implements Command {}

  /// The module is not valid, or not even well-formed.
  record AssertRefused(int line, boolean malformed, ScriptModule module, String message)
      implements Command {}

  /// The module is valid, but what it imports is not there.
  record AssertUnlinkable(int line, ScriptModule module) implements Command {}
}
