package dev.atoll.spi.tck.canister;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import java.util.ArrayList;
import java.util.List;

/// All that a canister in Java is between two executions. Immutable.
///
/// @param stable whole pages
/// @param timerNanos 0 if none is set
/// @param sent calls that wait for their answer, oldest first
public record CanisterImage(
    Bytes stable, Bytes certifiedData, long timerNanos, Cycles balance, List<SentCall> sent) {

  static final CanisterImage EMPTY =
      new CanisterImage(Bytes.EMPTY, Bytes.EMPTY, 0, Cycles.of(1L << 60), List.of());

  public CanisterImage {
    sent = List.copyOf(sent);
  }

  CanisterImage without(SentCall call) {
    List<SentCall> others = new ArrayList<>(sent);
    others.remove(call); // of equal ones the oldest
    return new CanisterImage(stable, certifiedData, timerNanos, balance, others);
  }

  CanisterImage withTimer(long nanos) {
    return new CanisterImage(stable, certifiedData, nanos, balance, sent);
  }
}
