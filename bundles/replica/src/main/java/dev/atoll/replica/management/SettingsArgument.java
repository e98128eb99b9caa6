package dev.atoll.replica.management;

import dev.atoll.candid.CandidView;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterSettings.Visibility;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The settings that a call names, each in its range; null for those that stay as they are.
///
/// Source: Internet Computer interface specification, "IC method create_canister"; reference
/// implementation `rs/execution_environment/src/canister_settings.rs`.
record SettingsArgument(
    @Nullable List<Principal> controllers,
    @Nullable Integer computeAllocationPercent,
    @Nullable Long memoryAllocationBytes,
    @Nullable Long freezingThresholdSeconds,
    @Nullable Cycles reservedCyclesLimit,
    @Nullable Cycles minimumIncomingCallCycles,
    @Nullable Visibility logVisibility,
    @Nullable Visibility snapshotVisibility,
    @Nullable Visibility statusVisibility,
    @Nullable Long wasmMemoryLimitBytes,
    @Nullable Long wasmMemoryThresholdBytes,
    @Nullable Long logMemoryLimitBytes,
    @Nullable SortedMap<String, String> environmentVariables) {

  private static final int COMPUTE_ALLOCATION_PERCENT_MAX = 100;

  /// Bounds of both Wasm memory settings. Source: the specification, 2^48.
  private static final BigInteger WASM_MEMORY_BYTES_MAX = BigInteger.ONE.shiftLeft(48);

  private static final BigInteger NAT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  /// Source: `MIN_AGGREGATE_LOG_MEMORY_LIMIT`, 4 KiB.
  static final long LOG_MEMORY_LIMIT_BYTES_MIN = 4096;

  /// Source: `MAX_AGGREGATE_LOG_MEMORY_LIMIT`, 2 MiB.
  static final long LOG_MEMORY_LIMIT_BYTES_MAX = 2 * 1024 * 1024;

  /// No setting at all.
  static final SettingsArgument NONE =
      new SettingsArgument(
          null, null, null, null, null, null, null, null, null, null, null, null, null);

  /// Reads `canister_settings`; [#NONE] from null.
  ///
  /// @throws ManagementException if a setting is out of its range
  static SettingsArgument of(@Nullable CandidView settings) {
    if (settings == null) {
      return NONE;
    }
    return new SettingsArgument(
        controllers(settings.optField("controllers")),
        computeAllocation(nat(settings, "compute_allocation")),
        memoryAllocation(nat(settings, "memory_allocation")),
        nat64(nat(settings, "freezing_threshold"), "Freezing threshold"),
        cycles(nat(settings, "reserved_cycles_limit"), "Reserved cycles limit"),
        cycles(
            nat(settings, "minimum_incoming_canister_call_cycles"),
            "Minimum incoming canister call cycles"),
        visibility(settings.optField("log_visibility")),
        visibility(settings.optField("snapshot_visibility")),
        visibility(settings.optField("status_visibility")),
        wasmMemory(nat(settings, "wasm_memory_limit"), "Wasm memory limit"),
        wasmMemory(nat(settings, "wasm_memory_threshold"), "Wasm memory threshold"),
        logMemory(nat(settings, "log_memory_limit")),
        EnvironmentVariables.of(settings.optField("environment_variables")));
  }

  /// `before` with the settings that are named here.
  CanisterSettings applyTo(CanisterSettings before) {
    return new CanisterSettings(
        controllers == null ? before.controllers() : new TreeSet<>(controllers),
        or(computeAllocationPercent, before.computeAllocationPercent()),
        or(memoryAllocationBytes, before.memoryAllocationBytes()),
        or(freezingThresholdSeconds, before.freezingThresholdSeconds()),
        or(reservedCyclesLimit, before.reservedCyclesLimit()),
        or(minimumIncomingCallCycles, before.minimumIncomingCallCycles()),
        or(logVisibility, before.logVisibility()),
        or(snapshotVisibility, before.snapshotVisibility()),
        or(statusVisibility, before.statusVisibility()),
        or(wasmMemoryLimitBytes, before.wasmMemoryLimitBytes()),
        or(wasmMemoryThresholdBytes, before.wasmMemoryThresholdBytes()),
        or(logMemoryLimitBytes, before.logMemoryLimitBytes()),
        environmentVariables == null
            ? before.environmentVariables()
            : new TreeMap<>(environmentVariables));
  }

  private static <T> T or(@Nullable T named, T before) {
    return named == null ? before : named;
  }

  private static @Nullable BigInteger nat(CandidView settings, String field) {
    @Nullable CandidView value = settings.optField(field);
    return value == null ? null : value.asNat();
  }

  private static @Nullable List<Principal> controllers(@Nullable CandidView list) {
    if (list == null) {
      return null;
    }
    List<Principal> controllers = list.asVec().stream().map(CandidView::asPrincipal).toList();
    if (controllers.size() > CanisterSettings.CONTROLLERS_MAX) {
      throw SettingsRefusals.tooManyControllers(CanisterSettings.CONTROLLERS_MAX);
    }
    return controllers;
  }

  private static @Nullable Integer computeAllocation(@Nullable BigInteger percent) {
    if (percent == null) {
      return null;
    }
    BigInteger most = BigInteger.valueOf(COMPUTE_ALLOCATION_PERCENT_MAX);
    if (percent.compareTo(most) > 0) {
      throw SettingsRefusals.outOfRange(
          "ComputeAllocation expected to be in the range [0..%s]".formatted(most), percent);
    }
    return percent.intValue();
  }

  private static @Nullable Long memoryAllocation(@Nullable BigInteger bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.compareTo(NAT64_MAX) > 0) {
      throw SettingsRefusals.outOfRange(
          "MemoryAllocation expected to be in the range [0..%s]"
              .formatted(Texts.grouped(NAT64_MAX)),
          bytes);
    }
    return bytes.longValue();
  }

  private static @Nullable Long nat64(@Nullable BigInteger value, String name) {
    if (value == null) {
      return null;
    }
    if (value.compareTo(NAT64_MAX) > 0) {
      throw SettingsRefusals.outOfRange(
          name + " expected to be in the range of [0..2^64-1]", value);
    }
    return value.longValue();
  }

  private static @Nullable Cycles cycles(@Nullable BigInteger value, String name) {
    if (value == null) {
      return null;
    }
    if (value.bitLength() > Cycles.SIZE_BITS) {
      throw SettingsRefusals.outOfRange(
          name + " expected to be in the range of [0..2^128-1]", value);
    }
    return Cycles.of(value);
  }

  private static @Nullable Long wasmMemory(@Nullable BigInteger bytes, String name) {
    if (bytes == null) {
      return null;
    }
    if (bytes.compareTo(WASM_MEMORY_BYTES_MAX) > 0) {
      throw SettingsRefusals.outOfRange(name + " expected to be in the range of [0..2^48]", bytes);
    }
    return bytes.longValue();
  }

  private static @Nullable Long logMemory(@Nullable BigInteger bytes) {
    if (bytes == null) {
      return null;
    }
    if (bytes.compareTo(BigInteger.valueOf(LOG_MEMORY_LIMIT_BYTES_MIN)) < 0) {
      throw SettingsRefusals.logMemoryTooLow(bytes, LOG_MEMORY_LIMIT_BYTES_MIN);
    }
    if (bytes.compareTo(BigInteger.valueOf(LOG_MEMORY_LIMIT_BYTES_MAX)) > 0) {
      throw SettingsRefusals.logMemoryTooHigh(bytes, LOG_MEMORY_LIMIT_BYTES_MAX);
    }
    return bytes.longValue();
  }

  private static @Nullable Visibility visibility(@Nullable CandidView variant) {
    if (variant == null) {
      return null;
    }
    return switch (variant.tag()) {
      case "controllers" -> new Visibility.Controllers();
      case "public" -> new Visibility.Public();
      default -> new Visibility.AllowedViewers(new TreeSet<>(viewers(variant.content())));
    };
  }

  private static List<Principal> viewers(CandidView list) {
    List<Principal> viewers = list.asVec().stream().map(CandidView::asPrincipal).toList();
    if (viewers.size() > Visibility.AllowedViewers.VIEWERS_MAX) {
      throw Refusals.undecodable(
          "The number of elements exceeds maximum allowed "
              + Visibility.AllowedViewers.VIEWERS_MAX);
    }
    return viewers;
  }
}
