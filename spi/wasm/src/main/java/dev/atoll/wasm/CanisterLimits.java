package dev.atoll.wasm;

/// What a canister module may hold at most.
///
/// Source: `rs/config/src/embedders.rs` and `rs/embedders/src/wasm_utils/validation.rs`; the
/// interface specification repeats some in "WebAssembly module requirements".
public final class CanisterLimits {

  /// The module after unpacking, in bytes.
  public static final int MODULE_SIZE_BYTES_MAX = 100 * 1024 * 1024;

  /// The code section, in bytes.
  public static final int CODE_SECTION_SIZE_BYTES_MAX = 10 * 1024 * 1024;

  /// Functions that the module defines.
  public static final int FUNCTIONS_MAX = 50_000;

  public static final int GLOBALS_MAX = 1_000;

  /// Functions exported as `canister_update`, `canister_query` or `canister_composite_query`.
  public static final int EXPORTED_METHODS_MAX = 1_000;

  /// The names of the exported methods together, in bytes.
  public static final int EXPORTED_METHOD_NAMES_SIZE_BYTES_MAX = 20_000;

  /// Custom sections with the prefix `icp:`.
  public static final int CUSTOM_SECTIONS_MAX = 16;

  /// Names and contents of the custom sections with the prefix `icp:` together, in bytes.
  public static final int CUSTOM_SECTIONS_SIZE_BYTES_MAX = 1024 * 1024;

  /// Instructions in the body of a function.
  public static final int FUNCTION_INSTRUCTIONS_MAX = 1_000_000;

  /// The sum of [Instruction#complexity()] over the body of a function.
  public static final int FUNCTION_COMPLEXITY_MAX = 1_000_000;

  /// The name of a function in the name section, in bytes.
  public static final int FUNCTION_NAME_SIZE_BYTES_MAX = 1024 * 1024;

  /// A 64-bit memory at instantiation: 6 GiB in pages of 64 KiB.
  public static final long MEMORY64_PAGES_MAX = 6L * 1024 * 1024 * 1024 / 65_536;

  private CanisterLimits() {}
}
