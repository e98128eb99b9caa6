package dev.atoll.replica.state;

import dev.atoll.types.Cycles;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What a canister paid for since it was created.
///
/// Source: Internet Computer interface specification, "IC method canister_metrics".
public final class CyclesConsumed {

  private final EnumMap<Purpose, Cycles> byPurpose = new EnumMap<>(Purpose.class);

  /// The purposes that `canister_metrics` tells apart, in its order.
  public enum Purpose {
    MEMORY,
    COMPUTE_ALLOCATION,
    INGRESS_INDUCTION,
    INSTRUCTIONS,
    REQUEST_AND_RESPONSE_TRANSMISSION,
    UNINSTALL,
    CANISTER_CREATION,
    HTTP_OUTCALLS,
    BURNED_CYCLES
  }

  CyclesConsumed copy() {
    CyclesConsumed copy = new CyclesConsumed();
    copy.byPurpose.putAll(byPurpose);
    return copy;
  }

  public void add(Purpose purpose, Cycles cycles) {
    byPurpose.merge(purpose, cycles, Cycles::plus);
  }

  public Cycles of(Purpose purpose) {
    return byPurpose.getOrDefault(purpose, Cycles.ZERO);
  }

  public Map<Purpose, Cycles> byPurpose() {
    return Collections.unmodifiableMap(byPurpose);
  }
}
