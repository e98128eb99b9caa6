package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrincipalTest {

  @ParameterizedTest
  @CsvSource({
    "'', aaaaa-aa",
    "04, 2vxsx-fae",
    "abcd01, em77e-bvlzu-aq",
    "00000000000000000101, rwlgt-iiaaa-aaaaa-aaaaa-cai",
    "00000000000000020101, ryjl3-tyaaa-aaaaa-aaaba-cai",
    "00000000000000070101, rdmx6-jaaaa-aaaaa-aaadq-cai"
  })
  void aPrincipalHasOneText(String hex, String text) {
    Principal principal = Principal.of(Bytes.ofHex(hex));

    assertThat(principal).hasToString(text);
    assertThat(Principal.fromText(text)).isEqualTo(principal);
  }

  @Property
  void whatWasWrittenIsReadAgain(@ForAll @Size(max = 29) byte[] bytes) {
    Principal principal = Principal.of(bytes);

    assertThat(Principal.fromText(principal.toString())).isEqualTo(principal);
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      assertThat(Principal.fromText(text)).hasToString(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("principal ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aaaaa, principal 'aaaaa' is too short",
    "aaaaa-ab, principal 'aaaaa-ab' has a wrong checksum or grouping",
    "em77ebvlzuaq, principal 'em77ebvlzuaq' has a wrong checksum or grouping",
    "AAAAA-AA, principal 'AAAAA-AA' is not in its canonical form aaaaa-aa",
    "aaaaa-a1, principal 'aaaaa-a1' is not base32"
  })
  void anotherTextIsRefusedWithItsReason(String text, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Principal.fromText(text))
        .withMessage(reason);
  }

  @Test
  void aPrincipalHasAtMost29Bytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Principal.of(new byte[30]))
        .withMessage("principal is 30 bytes, at most 29 allowed");
  }

  @Test
  void theKindOfAPrincipalIsInItsLastByte() {
    Principal user = Principal.selfAuthenticating(new byte[] {1});
    Principal canister = Principal.ofCanisterIndex(7);

    assertThat(user.isSelfAuthenticating()).isTrue();
    assertThat(user.isOpaque()).isFalse();
    assertThat(canister.isOpaque()).isTrue();
    assertThat(canister.canisterIndex()).isEqualTo(7);
    assertThat(Principal.ANONYMOUS.isAnonymous()).isTrue();
    assertThat(Principal.MANAGEMENT_CANISTER.isManagementCanister()).isTrue();
    assertThatIllegalStateException().isThrownBy(user::canisterIndex);
  }
}
