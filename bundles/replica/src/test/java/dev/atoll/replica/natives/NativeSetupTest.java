package dev.atoll.replica.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.replica.ingress.SignedCall;
import dev.atoll.replica.natives.NativeServices.Service;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeSetupTest {

  private static final Principal TOY = Principal.ofCanisterIndex(100);

  private static final String OWNER = "rwlgt-iiaaa-aaaaa-aaaaa-cai";

  private final NativeServices services = services("toy", "1.0.0");

  private final NativeCodes codes = services.codes();

  private final CanisterHarness harness = new CanisterHarness(CostSchedule.NORMAL, codes);

  @AfterEach
  void close() {
    harness.close();
  }

  private static NativeServices services(String name, String version) {
    TreeMap<Principal, Service> byCanister = new TreeMap<>();
    byCanister.put(
        TOY,
        new Service(
            new NativeCanisterConfig(name, 5_000, Optional.of(List.of(OWNER))),
            () -> () -> Toy.code(version)));
    return new NativeServices(byCanister);
  }

  private List<SignedCall> calls(NativeServices configured) {
    return new NativeSetup(configured, configured.codes())
        .calls(harness.state(), CanisterHarness.START_NANOS);
  }

  private static CandidValue argument(SignedCall call) {
    return CandidCodec.decodeUntyped(call.call().arg()).getFirst();
  }

  private void install() {
    harness.create();
    Bytes module =
        Objects.requireNonNull(codes.byCanister().get(TOY), "it is there").module().uploaded();
    harness.install(TOY, module, InstallMode.INSTALL, Bytes.EMPTY);
  }

  @Test
  void aCanisterThatIsNotThereIsCreatedAndInstalled() {
    List<SignedCall> calls = calls(services);

    assertThat(calls)
        .extracting(call -> call.call().methodName())
        .containsExactly("provisional_create_canister_with_cycles", "install_code");
    assertThat(argument(calls.get(0)).toString())
        .contains(TOY.toString(), "5000", NativeSetup.SENDER.toString(), OWNER);
    assertThat(argument(calls.get(1)).field("mode").asVariant())
        .isEqualTo(CandidValues.variant("install"));
  }

  /// A block with them is read like any other.
  @Test
  void theCallsAreWhatABlockCanHold() {
    for (SignedCall call : calls(services)) {
      assertThat(Envelope.decode(call.envelope()).content())
          .isInstanceOfSatisfying(
              CallRequest.class,
              request -> assertThat(request.requestId()).isEqualTo(call.requestId()));
      assertThat(call.effectiveCanisterId()).isEqualTo(TOY);
    }
  }

  @Test
  void anEmptyCanisterIsInstalled() {
    harness.create();

    assertThat(calls(services))
        .extracting(call -> call.call().methodName())
        .containsExactly("install_code");
  }

  @Test
  void whatIsInstalledIsLeftAlone() {
    install();

    assertThat(calls(services)).isEmpty();
  }

  @Test
  void anotherVersionIsAnUpgrade() {
    install();

    List<SignedCall> calls = calls(services("toy", "1.1.0"));

    assertThat(calls).hasSize(1);
    assertThat(argument(calls.getFirst()).field("mode").asVariant())
        .isEqualTo(CandidValues.variant("upgrade", CandidValues.none()));
  }

  @Test
  void aCanisterThatIsNotConfiguredAnyMoreIsAnError() {
    install();

    assertThatThrownBy(() -> calls(new NativeServices(new TreeMap<>())))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "canister %s has native code toy 1.0.0, expected it in native-canisters"
                .formatted(TOY));
  }

  @Test
  void codeHasTheNameOfItsService() {
    assertThatThrownBy(() -> services("other", "1.0.0").codes())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "service atoll.canister=other has the code toy 1.0.0, expected code of the same name");
  }
}
