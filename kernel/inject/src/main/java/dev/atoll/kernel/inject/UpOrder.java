package dev.atoll.kernel.inject;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scopes in the order in which they came up: each after those it imports from. Safe for use
/// from any thread.
final class UpOrder {

  private final List<PluginScope> scopes = new ArrayList<>();

  synchronized void add(PluginScope scope) {
    if (!scopes.contains(scope)) {
      scopes.add(scope);
    }
  }

  synchronized void remove(PluginScope scope) {
    scopes.remove(scope);
  }

  /// Puts a scope where another one was: whoever imported from the one does from the other now.
  synchronized void replace(PluginScope old, PluginScope successor) {
    scopes.remove(successor);
    int place = scopes.indexOf(old);
    if (place < 0) {
      scopes.add(successor);
    } else {
      scopes.set(place, successor);
    }
  }

  /// Takes the scope that came up last.
  synchronized @Nullable PluginScope pollLast() {
    return scopes.isEmpty() ? null : scopes.removeLast();
  }
}
