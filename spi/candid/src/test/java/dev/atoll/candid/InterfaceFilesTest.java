package dev.atoll.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atoll.types.Bytes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The interfaces that every node serves, as published with the interface specification.
final class InterfaceFilesTest {

  private static final int VALUES_PER_TYPE = 50;

  @Test
  void theManagementCanisterHasItsMethods() {
    DidFile did = management();

    assertThat(did.methods())
        .containsKeys("create_canister", "install_code", "raw_rand", "sign_with_ecdsa");
    assertThat(did.method("install_code").argTypes())
        .containsExactly(new CandidType.Var("install_code_args"));
    assertThat(did.method("install_code").annotations()).isEmpty();
    assertThat(did.isConstructor()).isFalse();
  }

  @Test
  void theGatewayInterfaceHasAQuery() {
    DidFile did = DidFile.parse(Vectors.read("interface/http-gateway.did"));

    assertThat(did.method("http_request").isQuery()).isTrue();
    assertThat(did.method("http_request_update").isQuery()).isFalse();
  }

  @TestFactory
  Stream<DynamicTest> argumentsAndResultsOfEveryMethodRoundTrip() {
    return Stream.of(management(), DidFile.parse(Vectors.read("interface/http-gateway.did")))
        .flatMap(
            did ->
                did.methods().entrySet().stream()
                    .map(
                        method ->
                            dynamicTest(
                                method.getKey(),
                                () -> {
                                  roundTrip(did, method.getValue().argTypes());
                                  roundTrip(did, method.getValue().resultTypes());
                                })));
  }

  @Test
  void theInterfaceIsASubtypeOfItself() {
    DidFile did = management();
    CandidType service = new CandidType.Service(List.copyOf(did.service().methods()));

    assertThat(Subtyping.whyNot(did.environment(), service, did.environment(), did.service()))
        .isEmpty();
  }

  private static void roundTrip(DidFile did, List<CandidType> types) {
    for (int seed = 0; seed < VALUES_PER_TYPE; seed++) {
      List<CandidValue> values = new RandomCandid(seed).values(did.environment(), types);

      Bytes message = CandidCodec.encode(did.environment(), types, values);
      String text = CandidText.print(values);

      assertThat(
              CandidCodec.decode(
                  did.environment(), types, message, DecodeLimits.MANAGEMENT_CANISTER))
          .isEqualTo(values);
      assertThat(CandidText.parse(text, did.environment(), types)).isEqualTo(values);
    }
  }

  private static DidFile management() {
    return DidFile.parse(Vectors.read("interface/ic.did"));
  }
}
