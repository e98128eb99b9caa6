package dev.atoll.spi.tck.kernel;

import dev.atoll.spi.kernel.Swappable;
import java.time.Duration;
import java.util.Optional;

/// Takes two objects through a swap, in the steps that [Swappable] states.
///
/// @param <S> the type of the state
public final class HandOver<S> {

  /// What a kernel would not copy ahead any longer: there is always something new.
  private static final int ROUNDS_AHEAD_MAX = 100;

  private final Swappable<S> from;

  private final Swappable<S> to;

  private final Duration limit;

  private boolean begun;

  /// @param limit how long a fence may take
  public HandOver(Swappable<S> from, Swappable<S> to, Duration limit) {
    this.from = from;
    this.to = to;
    this.limit = limit;
  }

  /// Moves state ahead until there is no more for now.
  public void ahead() throws Exception {
    checkFormat();
    for (int round = 0; round < ROUNDS_AHEAD_MAX; round++) {
      Optional<S> part = from.exportAhead();
      if (part.isEmpty()) {
        return;
      }
      take(part.get());
    }
  }

  /// Fences, moves the rest, compares the digests.
  ///
  /// @throws IllegalStateException if the fence fails or the digests differ
  public void rest() throws Exception {
    checkFormat();
    if (!from.fence(limit)) {
      throw new IllegalStateException("the fence took longer than " + limit);
    }
    take(from.exportState());
    var before = from.digest();
    var after = to.digest();
    if (before.isPresent() && after.isPresent() && !before.equals(after)) {
      throw new IllegalStateException(
          "the state has the digest %s, expected %s".formatted(after.get(), before.get()));
    }
  }

  /// A whole swap: afterwards `to` works and `from` is fenced.
  public void complete() throws Exception {
    ahead();
    rest();
    to.resume();
  }

  private void take(S part) throws Exception {
    to.importState(part, !begun);
    begun = true;
  }

  private void checkFormat() {
    if (!from.stateType().equals(to.stateType()) || !to.accepts(from.stateFormat())) {
      throw new IllegalStateException(
          "%s takes %s, found %s in format %s"
              .formatted(to, to.stateType(), from.stateType(), from.stateFormat()));
    }
  }
}
