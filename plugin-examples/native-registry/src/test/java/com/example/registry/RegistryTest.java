package com.example.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.candid.CandidValue;
import dev.atoll.spi.canister.NativeCanister;
import dev.atoll.spi.tck.canister.NativeCanisterContract;
import dev.atoll.spi.tck.canister.Outcome;
import dev.atoll.spi.tck.canister.SimulatedCanister;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Cycles;
import dev.atoll.types.HashTree;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of canisters in Java, and what this one does.
final class RegistryTest extends NativeCanisterContract {

  private static final Principal OTHER = Principal.of(new byte[] {7, 2});

  @Override
  protected NativeCanister newCanister() {
    return new Registry();
  }

  @Override
  protected List<Step> script() {
    return List.of(
        Step.query("size", candid("()")),
        Step.call("register", candid("(\"a\", \"1\")")),
        Step.call("register", candid("(\"b\", \"2\")")),
        Step.call("register", candid("(\"a\", \"3\")")),
        Step.query("lookup", candid("(\"a\")")),
        Step.query("certified_lookup", candid("(\"b\")")),
        Step.query("certified_lookup", candid("(\"c\")")),
        Step.query("size", candid("()")));
  }

  private static Bytes candid(String text) {
    return CandidCodec.encodeUntyped(CandidText.parse(text));
  }

  private static SimulatedCanister played() {
    RegistryTest test = new RegistryTest();
    SimulatedCanister canister = new SimulatedCanister(test.newCanister().code());
    canister.install(Bytes.EMPTY);
    test.script().stream()
        .filter(step -> !step.query())
        .forEach(step -> canister.call(step.method(), step.arg()));
    return canister;
  }

  private static CandidValue answer(Outcome outcome) {
    if (outcome instanceof Outcome.Replied(Bytes reply)) {
      return CandidCodec.decodeUntyped(reply).getFirst();
    }
    throw new AssertionError(outcome.toString());
  }

  @Test
  void aNameIsFoundWithItsLatestText() {
    assertThat(played().query("lookup", candid("(\"a\")")))
        .isEqualTo(new Outcome.Replied(candid("(opt \"3\")")));
    assertThat(played().query("size", candid("()")))
        .isEqualTo(new Outcome.Replied(candid("(2 : nat64)")));
  }

  @Test
  void aNameBelongsToWhoTookIt() {
    Outcome outcome = played().call(OTHER, "register", candid("(\"a\", \"mine\")"), Cycles.ZERO);

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Trapped("the name a belongs to %s".formatted(SimulatedCanister.USER)));
  }

  @Test
  void theWitnessFitsTheCertifiedData() {
    SimulatedCanister canister = played();

    HashTree witness =
        HashTree.fromCbor(
            Cbor.decodeSelfDescribed(
                answer(canister.query("certified_lookup", candid("(\"b\")")))
                    .asRecord()
                    .get("witness")
                    .asBlob()));

    assertThat(witness.rootHash()).isEqualTo(canister.image().certifiedData());
    assertThat(witness.lookup(HashTree.path("names", "b")))
        .isEqualTo(new Lookup.Found(Bytes.ofUtf8("2")));
  }

  @Test
  void nonsenseIsRefusedWithWords() {
    assertThat(played().call("register", Bytes.ofUtf8("nonsense")))
        .isEqualTo(new Outcome.Trapped("the argument is no Candid"));
    assertThat(played().call("register", candid("(\"a\")")))
        .isEqualTo(new Outcome.Trapped("the argument has too few values, expected 2"));
    assertThat(played().call("register", candid("(1, 2)")))
        .isEqualTo(new Outcome.Trapped("the argument is no text"));
    assertThat(played().call("register", candid("(\"\", \"x\")")))
        .isEqualTo(new Outcome.Trapped("name has 0 bytes, expected 1 to 1024"));
  }
}
