package dev.atoll.replica;

/// Runs something that executes canister code on a thread with enough stack, and waits for it.
final class OnBigStack {

  private OnBigStack() {}

  /// @throws InterruptedException if the caller shall wait no longer; the work goes on unseen
  static void run(long stackSizeBytes, Runnable work) throws InterruptedException {
    Throwable[] thrown = new Throwable[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                work.run();
              } catch (Throwable e) { // given to the caller below
                thrown[0] = e;
              }
            },
            "atoll-replay",
            stackSizeBytes);
    thread.setDaemon(true);
    thread.start();
    thread.join();
    switch (thrown[0]) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
