package dev.atoll.replica.state;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;

/// The newest changes of a canister's code and controllers.
///
/// Source: Internet Computer interface specification, "Canister history".
public final class CanisterHistory {

  /// Source: the specification asks for at least 20.
  public static final int CHANGES_MAX = 20;

  private final ArrayDeque<CanisterChange> changes = new ArrayDeque<>();

  private long total;

  public void add(CanisterChange change) {
    changes.addLast(change);
    total++;
    if (changes.size() > CHANGES_MAX) {
      changes.removeFirst();
    }
  }

  /// Forgets the changes but not their number; of a canister that ran out of cycles.
  public void clear() {
    changes.clear();
  }

  /// The number of changes since the canister was created, with those no longer kept.
  public long total() {
    return total;
  }

  /// Oldest first.
  public Collection<CanisterChange> changes() {
    return Collections.unmodifiableCollection(changes);
  }

  /// Puts back what a checkpoint kept.
  public static CanisterHistory restore(Collection<CanisterChange> changes, long total) {
    CanisterHistory history = new CanisterHistory();
    history.changes.addAll(changes);
    history.total = total;
    return history;
  }
}
