package dev.atoll.replica.state;

import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The settings of a canister, all present.
///
/// Source: Internet Computer interface specification, "IC method create_canister".
///
/// @param computeAllocationPercent 0 to 100
/// @param memoryAllocationBytes 0 for best effort
/// @param freezingThresholdSeconds the canister freezes when it cannot pay for this long
/// @param minimumIncomingCallCycles calls of other canisters with fewer cycles are rejected
/// @param wasmMemoryLimitBytes 0 for no limit
/// @param wasmMemoryThresholdBytes remaining memory below which the hook runs
/// @param logMemoryLimitBytes the size of the canister log
public record CanisterSettings(
    SortedSet<Principal> controllers,
    int computeAllocationPercent,
    long memoryAllocationBytes,
    long freezingThresholdSeconds,
    Cycles reservedCyclesLimit,
    Cycles minimumIncomingCallCycles,
    Visibility logVisibility,
    Visibility snapshotVisibility,
    Visibility statusVisibility,
    long wasmMemoryLimitBytes,
    long wasmMemoryThresholdBytes,
    long logMemoryLimitBytes,
    SortedMap<String, String> environmentVariables) {

  public static final int CONTROLLERS_MAX = 10;

  public static final long FREEZING_THRESHOLD_SECONDS_DEFAULT = 2_592_000;

  public static final Cycles RESERVED_CYCLES_LIMIT_DEFAULT = Cycles.of(5_000_000_000_000L);

  /// Source: `DEFAULT_WASM_MEMORY_LIMIT`, 3 GiB.
  public static final long WASM_MEMORY_LIMIT_BYTES_DEFAULT = 3L << 30;

  public static final long LOG_MEMORY_LIMIT_BYTES_DEFAULT = 4096;

  public CanisterSettings {
    controllers = Collections.unmodifiableSortedSet(new TreeSet<>(controllers));
    environmentVariables = Collections.unmodifiableSortedMap(new TreeMap<>(environmentVariables));
  }

  /// The defaults, controlled by `controller`.
  public static CanisterSettings defaults(Principal controller) {
    return new CanisterSettings(
        new TreeSet<>(List.of(controller)),
        0,
        0,
        FREEZING_THRESHOLD_SECONDS_DEFAULT,
        RESERVED_CYCLES_LIMIT_DEFAULT,
        Cycles.ZERO,
        new Visibility.Controllers(),
        new Visibility.Controllers(),
        new Visibility.Controllers(),
        WASM_MEMORY_LIMIT_BYTES_DEFAULT,
        0,
        LOG_MEMORY_LIMIT_BYTES_DEFAULT,
        new TreeMap<>());
  }

  /// Who may see something of a canister, besides its controllers.
  public sealed interface Visibility {

    record Controllers() implements Visibility {}

    record Public() implements Visibility {}

    record AllowedViewers(SortedSet<Principal> viewers) implements Visibility {

      public static final int VIEWERS_MAX = 10;

      public AllowedViewers {
        viewers = Collections.unmodifiableSortedSet(new TreeSet<>(viewers));
      }
    }
  }
}
