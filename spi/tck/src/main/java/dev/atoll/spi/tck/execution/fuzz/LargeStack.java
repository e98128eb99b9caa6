package dev.atoll.spi.tck.execution.fuzz;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Runs something on a thread with enough stack for an engine.
final class LargeStack {

  private LargeStack() {}

  static <T> T call(long stackSizeBytes, Supplier<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result.complete(action.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            "large-stack",
            stackSizeBytes);
    thread.start();
    try {
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        case null, default -> throw e;
      }
    }
  }
}
