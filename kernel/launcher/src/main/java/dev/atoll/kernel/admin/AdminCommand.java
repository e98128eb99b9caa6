package dev.atoll.kernel.admin;

import java.util.Map;
import java.util.function.Consumer;

/// Something that an operator can ask of a running node.
public interface AdminCommand {

  /// The name in requests, such as `swap`.
  String name();

  /// Does it, on a thread of the request's own.
  ///
  /// @param arguments of the request: texts, numbers, booleans, lists and maps
  /// @param events is told how it goes on, in objects of the same kind
  /// @return what it came to
  /// @throws dev.atoll.kernel.launcher.KernelException if it refuses or fails
  Map<String, Object> run(Map<String, Object> arguments, Consumer<Map<String, Object>> events)
      throws InterruptedException;
}
