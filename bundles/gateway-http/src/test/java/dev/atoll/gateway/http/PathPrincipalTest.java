package dev.atoll.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathPrincipalTest {

  private static final String CANISTER = "rwlgt-iiaaa-aaaaa-aaaaa-cai";

  @Test
  void theTextFormIsRead() {
    assertThat(PathPrincipal.parse("id", CANISTER)).hasToString(CANISTER);
    assertThat(PathPrincipal.parse("id", "aaaaa-aa").isManagementCanister()).isTrue();
  }

  @Test
  void thePercentEncodedTextFormIsRead() {
    assertThat(PathPrincipal.parse("id", CANISTER.replace("-", "%2D"))).hasToString(CANISTER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rwlgt-iiaaa-aaaaa-aaaaa-ca1|Text must be in valid Base32 encoding.",
        "%zz|Text must be in valid Base32 encoding.",
        "''|Text is too short.",
        "aaaaa|Text is too short.",
        "aaaaa-aaaaa-aaaaa-aaaaa-aaaaa-aaaaa-aaaaa-aaaaa-aaaaa-aaaaa-aaaaa|Text is too long.",
        "rwlgt-iiaaa-aaaaa-aaaaa-caq"
            + "|CRC32 check sequence doesn't match with calculated from Principal bytes.",
        "rwlgtiiaaaaaaaaaaaaacai|Text should be separated by - (dash) every 5 characters:"
            + " expected \"rwlgt-iiaaa-aaaaa-aaaaa-cai\"",
        "RWLGT-IIAAA-AAAAA-AAAAA-CAI|Text should be separated by - (dash) every 5 characters:"
            + " expected \"rwlgt-iiaaa-aaaaa-aaaaa-cai\"",
      })
  void whatIsWrongIsSaidInTheWordsOfTheReference(String text, String message) {
    assertThatThrownBy(() -> PathPrincipal.parse("effective_canister_id", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid URL: Cannot parse `effective_canister_id` with value `%s`: %s"
                .formatted(text, message));
  }
}
