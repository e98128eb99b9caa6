package dev.atoll.replica.systemapi;

import dev.atoll.spi.execution.TrapException;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import org.jspecify.annotations.Nullable;

/// Makes faults with the texts of the reference implementation.
///
/// Source: reference implementation `rs/interfaces/src/execution_environment/errors.rs` and
/// `rs/types/wasm_types/src/errors.rs`.
public final class Faults {

  private static final String DOCUMENTATION =
      "https://internetcomputer.org/docs/current/references/execution-errors#";

  private static final String TOOLCHAIN_HELP =
      "If you are running this canister in a test environment (e.g., dfx), make sure the test"
          + " environment is up to date. Otherwise, this is likely an error with the compiler/CDK"
          + " toolchain being used to build the canister. Please report the error to IC devs on the"
          + " forum: https://forum.dfinity.org and include which language/CDK was used to create"
          + " the canister.";

  private static final String HANDLE_FAILURES =
      "Consider gracefully handling failures from this canister or altering the canister to handle"
          + " exceptions.";

  private Faults() {}

  public static CanisterFault trapped(String trap) {
    return new CanisterFault(
        ErrorCode.CANISTER_TRAPPED,
        "Canister trapped: " + trap,
        help(HANDLE_FAILURES, "trapped"),
        "[TRAP]: " + trap);
  }

  /// @param limit the instructions that the execution was allowed
  public static CanisterFault of(TrapException trap, long limit) {
    return switch (trap.code()) {
      case OUT_OF_INSTRUCTIONS -> instructionLimit(limit);
      // The reference's compiler reports these without a code of their own.
      case INTEGER_OVERFLOW,
          INVALID_CONVERSION_TO_INTEGER,
          NULL_FUNCTION,
          BAD_SIGNATURE,
          STACK_OVERFLOW,
          HEAP_OUT_OF_BOUNDS,
          STABLE_MEMORY_OUT_OF_BOUNDS,
          TABLE_OUT_OF_BOUNDS,
          INTEGER_DIVISION_BY_ZERO,
          UNREACHABLE ->
          trapped(trap.code().message());
    };
  }

  public static CanisterFault calledTrap(String message) {
    return new CanisterFault(
        ErrorCode.CANISTER_CALLED_TRAP,
        "Canister called `ic0.trap` with message: '%s'".formatted(message),
        help(HANDLE_FAILURES, "trapped-explicitly"),
        "[TRAP]: " + (message.isEmpty() ? "(no message)" : message));
  }

  /// A mistake that only the tools that made the module can have made.
  public static CanisterFault toolchain(String error) {
    return new CanisterFault(
        ErrorCode.CANISTER_CONTRACT_VIOLATION,
        "Canister violated contract: " + error,
        TOOLCHAIN_HELP,
        null);
  }

  public static CanisterFault contract(String error, String suggestion, String section) {
    return new CanisterFault(
        ErrorCode.CANISTER_CONTRACT_VIOLATION,
        "Canister violated contract: " + error,
        help(suggestion, section),
        null);
  }

  static CanisterFault wrongMode(String function, ExecutionMode mode) {
    return contract(
        "\"ic0_%s\" cannot be executed in %s mode".formatted(function, mode.text()),
        "Check the ICP documentation to make sure APIs are being called in the correct message"
            + " types.",
        "calling-a-system-api-from-the-wrong-mode");
  }

  public static CanisterFault instructionLimit(long limit) {
    return new CanisterFault(
        ErrorCode.CANISTER_INSTRUCTION_LIMIT_EXCEEDED,
        "Canister exceeded the limit of %d instructions for single message execution."
            .formatted(limit),
        help(
            "Try optimizing this method to consume fewer instructions or split the work across"
                + " multiple messages.",
            "instruction-limit-exceeded"),
        null);
  }

  /// @param kind `update`, `query` or `composite_query`
  public static CanisterFault methodNotFound(String kind, String method) {
    return new CanisterFault(
        ErrorCode.CANISTER_METHOD_NOT_FOUND,
        "Canister has no %s method '%s'.".formatted(kind, method),
        help(
            "Check that the method being called is exported by the target canister.",
            "method-not-found"),
        null);
  }

  /// A callback that is not in the function table.
  public static CanisterFault functionNotFound(long function) {
    return new CanisterFault(
        ErrorCode.CANISTER_FUNCTION_NOT_FOUND,
        "Canister requested to invoke a non-existent Wasm function %d from table 0"
            .formatted(function),
        TOOLCHAIN_HELP,
        null);
  }

  public static CanisterFault noModule() {
    return new CanisterFault(
        ErrorCode.CANISTER_WASM_MODULE_NOT_FOUND,
        "Attempted to execute a message, but the canister contains no Wasm module.",
        help("Please install code to this canister before calling it.", "wasm-module-not-found"),
        null);
  }

  public static CanisterFault invalidModule(String why) {
    return new CanisterFault(
        ErrorCode.CANISTER_INVALID_WASM,
        "Canister's Wasm module is not valid: " + why,
        TOOLCHAIN_HELP,
        null);
  }

  public static CanisterFault engine(String why) {
    return new CanisterFault(
        ErrorCode.CANISTER_WASM_ENGINE_ERROR,
        "Canister encountered a Wasm engine error: " + why,
        "",
        null);
  }

  static CanisterFault invalidPrincipal() {
    return new CanisterFault(
        ErrorCode.CANISTER_CONTRACT_VIOLATION,
        "Canister provided invalid principal id",
        TOOLCHAIN_HELP,
        null);
  }

  public static CanisterFault rejected() {
    return new CanisterFault(
        ErrorCode.CANISTER_REJECTED_MESSAGE, "Canister rejected the message", "", null);
  }

  public static CanisterFault outOfMemory() {
    return new CanisterFault(
        ErrorCode.CANISTER_OUT_OF_MEMORY,
        "Canister cannot grow its memory usage.",
        help(
            "Check the canister's memory usage against its allocation and the system wide limits to"
                + " determine why more memory cannot be allocated.",
            "out-of-memory"),
        null);
  }

  /// `call_cycles_add` beyond the balance above the freezing threshold.
  static CanisterFault outOfCycles(String canister) {
    return new CanisterFault(
        ErrorCode.CANISTER_CONTRACT_VIOLATION,
        "Canister %s is out of cycles".formatted(canister),
        "",
        null);
  }

  static CanisterFault memoryAccess(String why) {
    return new CanisterFault(
        ErrorCode.CANISTER_MEMORY_ACCESS_LIMIT_EXCEEDED,
        "Canister exceeded memory access limits: " + why,
        help(
            "Try optimizing the use of stable memory so that individual messages don't need to"
                + " access as much stable memory.",
            "memory-access-limit-exceeded"),
        null);
  }

  /// @param missing cycles, null if the caller may not know
  static CanisterFault memoryGrowth(long bytes, @Nullable Cycles missing) {
    String detail =
        missing == null
            ? ""
            : " At least %s additional cycles are required.".formatted(CycleTexts.grouped(missing));
    return new CanisterFault(
        ErrorCode.INSUFFICIENT_CYCLES_IN_MEMORY_GROW,
        "Canister cannot grow memory by %d bytes due to insufficient cycles.".formatted(bytes)
            + detail,
        help("Try topping up the canister.", "insufficient-cycles-in-memory-grow"),
        null);
  }

  /// @param reserved what would be set aside
  static CanisterFault reservedCyclesLimit(long bytes, Cycles reserved, Cycles limit) {
    return new CanisterFault(
        ErrorCode.RESERVED_CYCLES_LIMIT_EXCEEDED_IN_MEMORY_GROW,
        ("Canister cannot grow memory by %d bytes due to its reserved cycles limit. The current"
                + " limit (%s) would be exceeded by %s.")
            .formatted(bytes, CycleTexts.grouped(limit), CycleTexts.grouped(reserved.minus(limit))),
        help(
            "Try increasing this canister's reserved cycles limit or moving it to a subnet with"
                + " lower memory usage.",
            "reserved-cycles-limit-exceeded-in-memory-grow"),
        null);
  }

  static CanisterFault wasmMemoryLimit(long bytes, long limit) {
    return new CanisterFault(
        ErrorCode.CANISTER_WASM_MEMORY_LIMIT_EXCEEDED,
        ("Canister exceeded its current Wasm memory limit of %d bytes. The peak Wasm memory usage"
                + " was %d bytes. If the canister reaches 4GiB, then it may stop functioning and"
                + " may become unrecoverable. Please reach out to the canister owner to investigate"
                + " the reason for the increased memory usage. It might be necessary to move data"
                + " from the Wasm memory to the stable memory. If such high Wasm memory usage is"
                + " expected and safe, then the developer can increase the Wasm memory limit in the"
                + " canister settings.")
            .formatted(limit, bytes),
        help(
            "Try checking the canister for a possible memory leak or modifying it to use more"
                + " stable memory instead of Wasm memory.",
            "wasm-memory-limit-exceeded"),
        null);
  }

  static CanisterFault environmentVariableIndex(long index, int count) {
    return environmentVariable(
        "Environment variable index %s is out of bounds. The number of environment variables is %d."
            .formatted(Long.toUnsignedString(index), count));
  }

  static CanisterFault environmentVariableMissing(String name) {
    return environmentVariable("Environment variable %s not found.".formatted(name));
  }

  private static CanisterFault environmentVariable(String description) {
    return new CanisterFault(ErrorCode.CANISTER_CONTRACT_VIOLATION, description, "", null);
  }

  private static String help(String suggestion, String section) {
    return suggestion.isEmpty()
        ? ""
        : suggestion + " See documentation: " + DOCUMENTATION + section;
  }
}
