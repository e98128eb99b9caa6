package dev.atoll.replica.systemapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.SystemApiSignatures;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SystemFunctionsTest {

  /// The letters of the specification.
  private static final Map<String, List<ExecutionMode>> LETTERS =
      Map.ofEntries(
          Map.entry("s", List.of(ExecutionMode.START)),
          Map.entry("I", List.of(ExecutionMode.INIT)),
          Map.entry("G", List.of(ExecutionMode.PRE_UPGRADE)),
          Map.entry("U", List.of(ExecutionMode.UPDATE)),
          Map.entry("RQ", List.of(ExecutionMode.REPLICATED_QUERY)),
          Map.entry("NRQ", List.of(ExecutionMode.NON_REPLICATED_QUERY)),
          Map.entry("TQ", List.of(ExecutionMode.TRANSFORM_QUERY)),
          Map.entry("CQ", List.of(ExecutionMode.COMPOSITE_QUERY)),
          Map.entry("Ry", List.of(ExecutionMode.REPLY_CALLBACK)),
          Map.entry("Rt", List.of(ExecutionMode.REJECT_CALLBACK)),
          Map.entry("CRy", List.of(ExecutionMode.COMPOSITE_REPLY_CALLBACK)),
          Map.entry("CRt", List.of(ExecutionMode.COMPOSITE_REJECT_CALLBACK)),
          Map.entry("C", List.of(ExecutionMode.CLEANUP)),
          Map.entry("CC", List.of(ExecutionMode.COMPOSITE_CLEANUP)),
          Map.entry("F", List.of(ExecutionMode.INSPECT_MESSAGE)),
          Map.entry(
              "T",
              List.of(
                  ExecutionMode.HEARTBEAT,
                  ExecutionMode.GLOBAL_TIMER,
                  ExecutionMode.ON_LOW_WASM_MEMORY)));

  private static final String ALL = "I G U RQ NRQ TQ CQ Ry Rt CRy CRt C CC F T";

  /// The table of imports, as the specification 0.66 prints it.
  private static final String SPECIFICATION =
      """
      msg_arg_data_size: I U RQ NRQ TQ CQ Ry CRy F
      msg_arg_data_copy: I U RQ NRQ TQ CQ Ry CRy F
      msg_caller_size: *
      msg_caller_copy: *
      msg_caller_info_data_size: U RQ NRQ CQ Ry Rt CRy CRt C CC F
      msg_caller_info_data_copy: U RQ NRQ CQ Ry Rt CRy CRt C CC F
      msg_caller_info_signer_size: U RQ NRQ CQ Ry Rt CRy CRt C CC F
      msg_caller_info_signer_copy: U RQ NRQ CQ Ry Rt CRy CRt C CC F
      msg_reject_code: Ry Rt CRy CRt C
      msg_reject_msg_size: Rt CRt
      msg_reject_msg_copy: Rt CRt
      msg_deadline: U RQ NRQ CQ Ry Rt CRy CRt
      msg_reply_data_append: U RQ NRQ TQ CQ Ry Rt CRy CRt
      msg_reply: U RQ NRQ TQ CQ Ry Rt CRy CRt
      msg_reject: U RQ NRQ TQ CQ Ry Rt CRy CRt
      msg_cycles_available: U RQ Rt Ry
      msg_cycles_available128: U RQ Rt Ry
      msg_cycles_refunded: Rt Ry
      msg_cycles_refunded128: Rt Ry
      msg_cycles_accept: U RQ Rt Ry
      msg_cycles_accept128: U RQ Rt Ry
      cycles_burn128: I G U RQ Ry Rt C T
      canister_self_size: *
      canister_self_copy: *
      canister_cycle_balance: *
      canister_cycle_balance128: *
      canister_liquid_cycle_balance128: *
      canister_status: *
      canister_version: *
      subnet_self_size: *
      subnet_self_copy: *
      msg_method_name_size: F
      msg_method_name_copy: F
      accept_message: F
      call_new: U CQ Ry Rt CRy CRt T
      call_on_cleanup: U CQ Ry Rt CRy CRt T
      call_data_append: U CQ Ry Rt CRy CRt T
      call_with_best_effort_response: U CQ Ry Rt CRy CRt T
      call_perform: U CQ Ry Rt CRy CRt T
      call_cycles_add: U Ry Rt T
      call_cycles_add128: U Ry Rt T
      stable_size: * s
      stable_grow: * s
      stable_write: * s
      stable_read: * s
      stable64_size: * s
      stable64_grow: * s
      stable64_write: * s
      stable64_read: * s
      root_key_size: I G U RQ Ry Rt C T
      root_key_copy: I G U RQ Ry Rt C T
      certified_data_set: I G U Ry Rt T
      data_certificate_present: *
      data_certificate_size: NRQ CQ
      data_certificate_copy: NRQ CQ
      time: *
      global_timer_set: I G U Ry Rt C T
      performance_counter: * s
      is_controller: * s
      in_replicated_execution: * s
      cost_call: * s
      cost_create_canister: * s
      cost_http_request: * s
      cost_sign_with_ecdsa: * s
      cost_sign_with_schnorr: * s
      cost_vetkd_derive_key: * s
      env_var_count: *
      env_var_name_size: *
      env_var_name_copy: *
      env_var_name_exists: *
      env_var_value_size: *
      env_var_value_copy: *
      debug_print: * s
      trap: * s
      """;

  @Test
  void everyFunctionMayBeCalledWhereTheSpecificationSaysSo() {
    SPECIFICATION
        .lines()
        .forEach(
            line -> {
              String name = line.substring(0, line.indexOf(':'));
              String modes = line.substring(line.indexOf(':') + 1).trim().replace("*", ALL);
              int expected =
                  Arrays.stream(modes.split(" "))
                      .flatMap(letter -> LETTERS.getOrDefault(letter, List.of()).stream())
                      .mapToInt(ExecutionMode::bit)
                      .reduce(0, (a, b) -> a | b);

              assertThat(SystemFunctions.find(name).modes()).as(name).isEqualTo(expected);
            });
  }

  @Test
  void everythingThatValidationLetsPassExists() {
    Map<String, Object> signatures = new TreeMap<>(SystemApiSignatures.of(false).all());
    signatures.putAll(SystemApiSignatures.of(true).all());

    assertThat(signatures.keySet())
        .allSatisfy(name -> assertThat(SystemFunctions.find(name).name()).isEqualTo(name));
  }

  @Test
  void bytesAreChargedWithoutOverflow() {
    SystemFunction copy = SystemFunctions.find("msg_arg_data_copy");

    assertThat(copy.cost(new long[] {0, 0, 10})).isEqualTo(510);
    assertThat(copy.cost(new long[] {0, 0, -1})).isEqualTo(Long.MAX_VALUE);
    assertThat(copy.cost(new long[] {0, 0, Long.MAX_VALUE})).isEqualTo(Long.MAX_VALUE);
  }
}
