package dev.atoll.replica.systemapi;

import dev.atoll.replica.systemapi.SystemApi.Execution;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The canister itself, its subnet, time, certified data, log, counters.
final class CanisterFunctions {

  /// Source: `CERTIFIED_DATA_MAX_LENGTH`.
  static final int CERTIFIED_DATA_SIZE_BYTES_MAX = 32;

  /// Source: `MAX_ERROR_MESSAGE_SIZE` and `MAX_DEBUG_MESSAGE_SIZE`.
  private static final long MESSAGE_SIZE_BYTES_MAX = 32 * 1024;

  /// What handing a logged byte to the core costs. Source: `BYTE_TRANSMISSION_COST_FACTOR`.
  private static final long LOG_BYTE_INSTRUCTIONS = 50;

  private static final long PRINT_INSTRUCTIONS = 100;

  private static final long COUNTER_INSTRUCTIONS = 200;

  private static final long CONTROLLER_INSTRUCTIONS = 1_000;

  private CanisterFunctions() {}

  static void addTo(SystemFunctions.Table table) {
    addIdentity(table);
    addCertifiedData(table);
    table.add("time", Modes.ALL_BUT_START, (api, execution, a) -> execution.context.timeNanos());
    table.add("global_timer_set", Modes.TIMER, CanisterFunctions::setTimer);
    table.add(
        "performance_counter",
        Modes.ALL,
        COUNTER_INSTRUCTIONS,
        SystemFunction.NO_SIZE,
        CanisterFunctions::counter);
    table.add(
        "is_controller", Modes.ALL, CONTROLLER_INSTRUCTIONS, 1, CanisterFunctions::isController);
    table.add(
        "in_replicated_execution",
        Modes.ALL,
        (api, execution, a) -> execution.context.mode().isReplicated() ? 1 : 0);
    table.add("debug_print", Modes.ALL, PRINT_INSTRUCTIONS, 1, CanisterFunctions::print);
    table.addCopying("trap", Modes.ALL, 1, CanisterFunctions::trap);
  }

  private static void addIdentity(SystemFunctions.Table table) {
    addBytes(table, "canister_self", "id", Modes.ALL_BUT_START, e -> e.canister.id().bytes());
    addBytes(
        table,
        "subnet_self",
        "id",
        Modes.ALL_BUT_START,
        e -> e.canister.subnet().id().principal().bytes());
    addBytes(table, "root_key", "bytes", Modes.ROOT_KEY, e -> e.canister.subnet().rootKey());
    table.add(
        "subnet_self_node_count",
        Modes.ALL,
        (api, execution, a) -> execution.canister.subnet().size());
    table.add(
        "canister_status",
        Modes.ALL_BUT_START,
        (api, execution, a) -> execution.canister.statusCode());
    table.add(
        "canister_version",
        Modes.ALL_BUT_START,
        (api, execution, a) -> execution.canister.version());
  }

  private interface Source {

    Bytes of(Execution execution);
  }

  /// The pair of `_size` and `_copy`.
  private static void addBytes(
      SystemFunctions.Table table, String name, String part, int modes, Source source) {
    table.add(name + "_size", modes, (api, execution, a) -> source.of(execution).size());
    table.addCopying(
        name + "_copy",
        modes,
        2,
        (api, execution, a) -> {
          api.copyOut(name + "_copy", part, source.of(execution), a[0], a[1], a[2]);
          return 0;
        });
  }

  private static void addCertifiedData(SystemFunctions.Table table) {
    table.addCopying(
        "certified_data_set", Modes.CERTIFIED_DATA, 1, CanisterFunctions::setCertifiedData);
    table.add(
        "data_certificate_present",
        Modes.ALL_BUT_START,
        (api, execution, a) -> execution.context.dataCertificate() == null ? 0 : 1);
    table.add(
        "data_certificate_size",
        Modes.DATA_CERTIFICATE,
        (api, execution, a) -> certificate(execution, "data_certificate_size").size());
    table.addCopying(
        "data_certificate_copy",
        Modes.DATA_CERTIFICATE,
        2,
        (api, execution, a) -> {
          Bytes certificate = certificate(execution, "data_certificate_copy");
          api.copyOut("data_certificate_copy", "certificate", certificate, a[0], a[1], a[2]);
          return 0;
        });
  }

  private static Bytes certificate(Execution execution, String function) {
    @Nullable Supplier<Bytes> certificate = execution.context.dataCertificate();
    if (certificate == null) {
      throw Faults.wrongMode(function, execution.context.mode());
    }
    return certificate.get();
  }

  private static long setCertifiedData(SystemApi api, Execution execution, long[] a) {
    if (Long.compareUnsigned(a[1], CERTIFIED_DATA_SIZE_BYTES_MAX) > 0) {
      throw Faults.contract(
          ("ic0_certified_data_set failed because the passed data must be no larger than %d bytes."
                  + " Found %s bytes.")
              .formatted(CERTIFIED_DATA_SIZE_BYTES_MAX, Long.toUnsignedString(a[1])),
          "Try certifying just the hash of your data instead of the full contents.",
          "certified_data_set-payload-too-large");
    }
    Bytes data = Bytes.wrap(api.copyIn("ic0.certified_data_set", a[0], a[1]));
    execution.effects.setCertifiedData(data);
    return 0;
  }

  private static long setTimer(SystemApi api, Execution execution, long[] a) {
    Long set = execution.effects.globalTimerNanos();
    long before = set == null ? execution.canister.globalTimerNanos() : set;
    execution.effects.setGlobalTimer(a[0]);
    return before;
  }

  private static long counter(SystemApi api, Execution execution, long[] a) {
    return switch ((int) a[0]) {
      case 0 -> api.executed();
      case 1 -> execution.context.callContextInstructions() + api.executed();
      default -> throw Faults.contract("Error getting performance counter type " + a[0], "", "");
    };
  }

  private static long isController(SystemApi api, Execution execution, long[] a) {
    Principal principal = api.principal("ic0.is_controller", a[0], a[1]);
    return execution.canister.isController(principal) ? 1 : 0;
  }

  private static long print(SystemApi api, Execution execution, long[] a) {
    long size = Math.min(a[1], MESSAGE_SIZE_BYTES_MAX);
    long limit = execution.canister.logLimitBytes();
    long room = Math.max(0, limit - execution.loggedBytes);
    api.charge(2 * Math.min(size, limit) + LOG_BYTE_INSTRUCTIONS * Math.min(size, room));
    execution.loggedBytes += size;
    Bytes line =
        isInside(api, a[0], size)
            ? Bytes.wrap(api.heap().read(a[0], (int) size))
            : Bytes.ofUtf8("(debug_print message out of memory bounds)");
    execution.effects.logLines().add(line);
    return 0;
  }

  private static long trap(SystemApi api, Execution execution, long[] a) {
    long size = Math.min(a[1], MESSAGE_SIZE_BYTES_MAX);
    throw Faults.calledTrap(
        isInside(api, a[0], size)
            ? Bytes.wrap(api.heap().read(a[0], (int) size)).toUtf8()
            : "(trap message out of memory bounds)");
  }

  private static boolean isInside(SystemApi api, long address, long size) {
    return address >= 0 && size >= 0 && size <= api.heapSize() && address <= api.heapSize() - size;
  }
}
