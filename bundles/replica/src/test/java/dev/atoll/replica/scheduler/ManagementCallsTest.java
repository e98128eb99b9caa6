package dev.atoll.replica.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.candid.CandidType;
import dev.atoll.candid.DidFile;
import dev.atoll.replica.management.ManagementInterface;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import dev.atoll.wasm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Canisters that call the management canister.
class ManagementCallsTest {

  private static final long ATTACHED_CYCLES = 1_000_000_000_000L;

  private final CanisterHarness harness = new CanisterHarness();

  @BeforeEach
  void manage() {
    harness.manage();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  /// Passes its argument on and replies what comes back: a reply as it is, a reject as its code and
  /// its message.
  private Principal passing(String method) {
    CanisterModule module = new CanisterModule();
    int reply = module.callback(CanisterModule.Code::echo);
    int reject =
        module.callback(
            code -> {
              code.i32(16).ic("msg_reject_code");
              code.wasm().access(Opcodes.I32_STORE, 0);
              code.append(16, 1);
              code.i32(64).i32(0).ic("msg_reject_msg_size").ic("msg_reject_msg_copy");
              code.i32(64).ic("msg_reject_msg_size").ic("msg_reply_data_append").reply();
            });
    return harness.deploy(
        module.export(
            "canister_update go",
            code -> {
              code.callNew(Bytes.EMPTY, method, reply, reject);
              code.arg(1024).i32(1024).ic("msg_arg_data_size").ic("call_data_append");
              code.i64(0).i64(ATTACHED_CYCLES).ic("call_cycles_add128");
              code.perform();
            }));
  }

  private static Bytes encode(String method, String text) {
    try (InputStream in = ManagementInterface.class.getResourceAsStream("management.did")) {
      if (in == null) {
        throw new IllegalStateException("management.did is missing");
      }
      DidFile did = DidFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      List<CandidType> types = did.method(method).argTypes();
      return CandidCodec.encode(
          did.environment(), types, CandidText.parse(text, did.environment(), types));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String replyOf(Principal caller, Bytes arg) {
    return harness.reply(caller, "go", arg).toUtf8();
  }

  /// Sets its own freezing threshold to 100 seconds, naming `version` as its own.
  private String freezeLater(Principal caller, long version) {
    harness.canister(caller).setSettings(CanisterSettings.defaults(caller));
    return replyOf(
        caller,
        encode(
            "update_settings",
            """
            (record { canister_id = principal "%s"; settings = record { freezing_threshold = opt 100 };
              sender_canister_version = opt %d })\
            """
                .formatted(caller, version)));
  }

  private long freezingThreshold(Principal caller) {
    return harness.canister(caller).settings().freezingThresholdSeconds();
  }

  @Test
  void aCallWithTheVersionOfItsCallerIsExecuted() {
    Principal caller = passing("update_settings");

    assertThat(freezeLater(caller, harness.canister(caller).version())).startsWith("DIDL");
    assertThat(freezingThreshold(caller)).isEqualTo(100);
    assertThat(freezeLater(caller, harness.canister(caller).version())).startsWith("DIDL");
  }

  @Test
  void aCallWithAnotherVersionDoesNotLeaveItsCaller() {
    Principal caller = passing("update_settings");
    Cycles before = harness.canister(caller).cycles();
    long version = harness.canister(caller).version();

    String reply = freezeLater(caller, 77);

    assertThat(reply.charAt(0)).isEqualTo((char) 5);
    assertThat(reply.substring(1))
        .isEqualTo(
            ("IC0504: Management canister call payload includes sender canister version 77 that"
                    + " does not match the actual sender canister version %d.")
                .formatted(version));
    assertThat(harness.managementCalls()).isEmpty();
    assertThat(freezingThreshold(caller))
        .isEqualTo(CanisterSettings.FREEZING_THRESHOLD_SECONDS_DEFAULT);
    assertThat(before.minus(harness.canister(caller).cycles()))
        .isLessThan(Cycles.of(ATTACHED_CYCLES));
  }

  @Test
  void anArgumentThatCannotBeReadIsRefusedWhenItIsExecuted() {
    assertThat(replyOf(passing("update_settings"), Bytes.ofUtf8("no candid")))
        .contains("Error decoding candid");
    assertThat(harness.managementCalls()).hasSize(1);
  }

  @Test
  void randomnessIsThatOfTheRoundAfterTheCall() {
    Bytes first = randomBytes("a", "b");

    assertThat(first.size()).isGreaterThan(32);
    assertThat(randomBytes("a", "b")).isEqualTo(first);
    assertThat(randomBytes("x", "b")).isEqualTo(first);
    assertThat(randomBytes("a", "x")).isNotEqualTo(first);
  }

  /// @param called seeds the randomness of the round of the call
  /// @param answered seeds that of the next one
  private static Bytes randomBytes(String called, String answered) {
    ManagementCallsTest test = new ManagementCallsTest();
    try {
      test.manage();
      return test.randomness(called, answered);
    } finally {
      test.close();
    }
  }

  private Bytes randomness(String called, String answered) {
    Principal caller = passing("raw_rand");
    Ingress ingress = harness.ingress(caller, "go", encode("raw_rand", "()"));

    harness.setRandomness(hash(called));
    RoundSummary summary = harness.round(ingress);
    assertThat(harness.status(ingress)).isEqualTo(new IngressStatus.Processing());
    assertThat(summary.moreToDo()).isTrue();
    harness.setRandomness(hash(answered));
    harness.round();

    return ((IngressStatus.Replied) harness.status(ingress)).reply();
  }

  private static Bytes hash(String seed) {
    return Bytes.wrap(Hashes.sha256(Bytes.ofUtf8(seed).unsafeArray()));
  }
}
