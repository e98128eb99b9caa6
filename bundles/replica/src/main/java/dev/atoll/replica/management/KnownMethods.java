package dev.atoll.replica.management;

import java.util.Set;

/// The names of the specification, sorted by how they may be called.
///
/// Source: Internet Computer interface specification, "The IC management canister"; reference
/// implementation `rs/execution_environment/src/canister_manager.rs`,
/// `should_accept_ingress_message`.
final class KnownMethods {

  /// Methods that manage one canister, for its controllers among the users.
  static final Set<String> FOR_CONTROLLERS =
      Set.of(
          "canister_metrics",
          "canister_status",
          "clear_chunk_store",
          "delete_canister",
          "install_chunked_code",
          "install_code",
          "start_canister",
          "stop_canister",
          "stored_chunks",
          "uninstall_code",
          "update_settings",
          "upload_chunk");

  /// Methods that only development networks have.
  static final Set<String> PROVISIONAL =
      Set.of("provisional_create_canister_with_cycles", "provisional_top_up_canister");

  /// Methods that do not name a canister of the subnet: any effective canister id will do.
  static final Set<String> CREATING =
      Set.of("create_canister", "provisional_create_canister_with_cycles");

  static final Set<String> QUERIES_ONLY = Set.of("fetch_canister_logs", "list_canisters");

  /// What canisters only can call.
  static final Set<String> FOR_CANISTERS =
      Set.of(
          "canister_info",
          "canister_metadata",
          "create_canister",
          "deposit_cycles",
          "raw_rand",
          "subnet_info");

  /// What the specification has and this node does not execute.
  static final Set<String> MISSING =
      Set.of(
          "bitcoin_get_balance",
          "bitcoin_get_block_headers",
          "bitcoin_get_current_fee_percentiles",
          "bitcoin_get_utxos",
          "bitcoin_send_transaction",
          "delete_canister_snapshot",
          "ecdsa_public_key",
          "http_request",
          "list_canister_snapshots",
          "load_canister_snapshot",
          "node_metrics_history",
          "read_canister_snapshot_data",
          "read_canister_snapshot_metadata",
          "schnorr_public_key",
          "sign_with_ecdsa",
          "sign_with_schnorr",
          "take_canister_snapshot",
          "upload_canister_snapshot_data",
          "upload_canister_snapshot_metadata",
          "vetkd_derive_key",
          "vetkd_public_key");

  private KnownMethods() {}

  /// Why a method that is not executed is rejected.
  static ManagementException refusal(String method) {
    if (QUERIES_ONLY.contains(method)) {
      return Refusals.queryOnly(method);
    }
    return MISSING.contains(method)
        ? Refusals.missingMethod(method)
        : Refusals.unknownMethod(method);
  }
}
