package dev.atoll.wasm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The functions a canister may import from `ic0`, with their types.
///
/// The type depends on the width of a pointer, which is the width of the memory's addresses.
///
/// Source: Internet Computer interface specification, "Overview of imports"; `mint_cycles` and
/// `mint_cycles128` from `rs/embedders/src/wasm_utils/validation.rs`.
public final class SystemApiSignatures {

  /// The module that all system functions are imported from.
  public static final String MODULE = "ic0";

  private static final SystemApiSignatures POINTER_32 = new SystemApiSignatures(ValueType.I32);
  private static final SystemApiSignatures POINTER_64 = new SystemApiSignatures(ValueType.I64);

  private final SortedMap<String, FunctionType> types = new TreeMap<>();

  private SystemApiSignatures(ValueType pointer) {
    add(COMMON, pointer);
    if (pointer == ValueType.I32) {
      add(ONLY_POINTER_32, pointer);
    }
  }

  /// The functions for modules with a 64-bit memory, or for all others.
  public static SystemApiSignatures of(boolean memory64) {
    return memory64 ? POINTER_64 : POINTER_32;
  }

  /// The type of a function, null if it cannot be imported.
  public @Nullable FunctionType find(String name) {
    return types.get(name);
  }

  /// All functions by name.
  public Map<String, FunctionType> all() {
    return Collections.unmodifiableMap(types);
  }

  private void add(String table, ValueType pointer) {
    table.lines().forEach(line -> addFunction(line, pointer));
  }

  private void addFunction(String line, ValueType pointer) {
    int space = line.indexOf(' ');
    int arrow = line.indexOf('>');
    types.put(
        line.substring(0, space),
        new FunctionType(
            typesOf(line.substring(space + 1, arrow), pointer),
            typesOf(line.substring(arrow + 1), pointer)));
  }

  private static List<ValueType> typesOf(String letters, ValueType pointer) {
    List<ValueType> result = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      result.add(letter == 'P' ? pointer : ValueType.ofLetter(letter));
    }
    return result;
  }

  /// Name, parameters, `>`, result: `P` a pointer or size, `i` i32, `l` i64.
  private static final String COMMON =
      """
      accept_message >
      call_cycles_add128 ll>
      call_data_append PP>
      call_new PPPPPPPP>
      call_on_cleanup PP>
      call_perform >i
      call_with_best_effort_response i>
      canister_cycle_balance128 P>
      canister_liquid_cycle_balance128 P>
      canister_self_copy PPP>
      canister_self_size >P
      canister_status >i
      canister_version >l
      certified_data_set PP>
      cost_call llP>
      cost_create_canister P>
      cost_http_request llP>
      cost_http_request_v2 PPP>
      cost_sign_with_ecdsa PPiP>i
      cost_sign_with_schnorr PPiP>i
      cost_vetkd_derive_key PPiP>i
      cycles_burn128 llP>
      data_certificate_copy PPP>
      data_certificate_present >i
      data_certificate_size >P
      debug_print PP>
      env_var_count >P
      env_var_name_copy PPPP>
      env_var_name_exists PP>i
      env_var_name_size P>P
      env_var_value_copy PPPPP>
      env_var_value_size PP>P
      global_timer_set l>l
      in_replicated_execution >i
      is_controller PP>i
      mint_cycles128 llP>
      msg_arg_data_copy PPP>
      msg_arg_data_size >P
      msg_caller_copy PPP>
      msg_caller_info_data_copy PPP>
      msg_caller_info_data_size >P
      msg_caller_info_signer_copy PPP>
      msg_caller_info_signer_size >P
      msg_caller_size >P
      msg_cycles_accept128 llP>
      msg_cycles_available128 P>
      msg_cycles_refunded128 P>
      msg_deadline >l
      msg_method_name_copy PPP>
      msg_method_name_size >P
      msg_reject PP>
      msg_reject_code >i
      msg_reject_msg_copy PPP>
      msg_reject_msg_size >P
      msg_reply >
      msg_reply_data_append PP>
      performance_counter i>l
      root_key_copy PPP>
      root_key_size >P
      stable64_grow l>l
      stable64_read lll>
      stable64_size >l
      stable64_write lll>
      subnet_self_copy PPP>
      subnet_self_node_count >i
      subnet_self_size >P
      time >l
      trap PP>
      """;

  private static final String ONLY_POINTER_32 =
      """
      call_cycles_add l>
      canister_cycle_balance >l
      mint_cycles l>l
      msg_cycles_accept l>l
      msg_cycles_available >l
      msg_cycles_refunded >l
      stable_grow i>i
      stable_read iii>
      stable_size >i
      stable_write iii>
      """;
}
