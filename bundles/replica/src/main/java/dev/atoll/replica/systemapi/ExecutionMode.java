package dev.atoll.replica.systemapi;

/// What is executed; decides which functions of the System API may be called.
///
/// The letters are those of the specification's table of imports.
///
/// Source: Internet Computer interface specification, "Overview of imports"; names from
/// `ApiType::as_str` in `rs/embedders/src/wasmtime_embedder/system_api.rs`.
public enum ExecutionMode {
  /// The `(start)` function, `s`.
  START("start", true),
  /// `canister_init` and `canister_post_upgrade`, `I`.
  INIT("init", true),
  /// `canister_pre_upgrade`, `G`.
  PRE_UPGRADE("pre upgrade", true),
  /// `U`.
  UPDATE("update", true),
  /// A query method in an update call, `RQ`.
  REPLICATED_QUERY("replicated query", true),
  /// `NRQ`.
  NON_REPLICATED_QUERY("non replicated query", false),
  /// The transform function of an HTTPS outcall, `TQ`.
  TRANSFORM_QUERY("non replicated query", false),
  /// `CQ`.
  COMPOSITE_QUERY("composite query", false),
  /// `Ry`.
  REPLY_CALLBACK("reply callback", true),
  /// `Rt`.
  REJECT_CALLBACK("reject callback", true),
  /// `CRy`.
  COMPOSITE_REPLY_CALLBACK("composite reply callback", false),
  /// `CRt`.
  COMPOSITE_REJECT_CALLBACK("composite reject callback", false),
  /// `C`.
  CLEANUP("cleanup", true),
  /// `CC`.
  COMPOSITE_CLEANUP("composite cleanup", false),
  /// `F`.
  INSPECT_MESSAGE("inspect message", false),
  /// `T`, as are the next two.
  HEARTBEAT("heartbeat", true),
  GLOBAL_TIMER("global timer", true),
  ON_LOW_WASM_MEMORY("on low Wasm memory", true);

  private final String text;

  private final boolean replicated;

  ExecutionMode(String text, boolean replicated) {
    this.text = text;
    this.replicated = replicated;
  }

  /// The name in error messages.
  public String text() {
    return text;
  }

  /// Whether all replicas of the subnet run it.
  public boolean isReplicated() {
    return replicated;
  }

  /// Whether it is a query or a part of one, so that nothing of it stays.
  public boolean isQuery() {
    return !replicated || this == REPLICATED_QUERY;
  }

  public boolean isSystemTask() {
    return this == HEARTBEAT || this == GLOBAL_TIMER || this == ON_LOW_WASM_MEMORY;
  }

  /// Whether it handles a response, or the failure to.
  public boolean isCallback() {
    return this == REPLY_CALLBACK || this == REJECT_CALLBACK || this == CLEANUP;
  }

  /// Whether the canister must not grow so much that it freezes.
  public boolean checksFreezing() {
    return this == UPDATE || isSystemTask();
  }

  /// Whether growth takes memory from the subnet at once.
  public boolean takesMemory() {
    return checksFreezing() || isCallback();
  }

  /// Whether it is a part of `install_code`.
  public boolean isInstallation() {
    return this == START || this == INIT || this == PRE_UPGRADE;
  }

  @SuppressWarnings("EnumOrdinal") // the bit never leaves the process
  int bit() {
    return 1 << ordinal();
  }
}
