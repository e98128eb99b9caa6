package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ErrorCodeTest {

  @Test
  void anErrorHasTheTextThatClientsSee() {
    assertThat(ErrorCode.CANISTER_TRAPPED.text()).isEqualTo("IC0502");
    assertThat(ErrorCode.CANISTER_TRAPPED.rejectCode()).isEqualTo(RejectCode.CANISTER_ERROR);
    assertThat(ErrorCode.DEADLINE_EXPIRED.rejectCode()).isEqualTo(RejectCode.SYS_UNKNOWN);
    assertThat(ErrorCode.CANISTER_REJECTED_MESSAGE.rejectCode())
        .isEqualTo(RejectCode.CANISTER_REJECT);
  }

  @Test
  void everyErrorBeginsWithItsRejectCode() {
    assertThat(ErrorCode.values())
        .hasSize(58)
        .allSatisfy(
            error -> {
              assertThat(error.text()).matches("IC0" + error.rejectCode().code() + "\\d\\d");
              assertThat(ErrorCode.ofCode(error.code())).isSameAs(error);
            });
    assertThatIllegalArgumentException().isThrownBy(() -> ErrorCode.ofCode(999));
  }

  @Test
  void rejectCodesCountFromOne() {
    assertThat(Arrays.stream(RejectCode.values()).mapToInt(RejectCode::code))
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(RejectCode.ofCode(4)).isEqualTo(RejectCode.CANISTER_REJECT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RejectCode.ofCode(7))
        .withMessage("reject code is 7, 1 to 6 allowed");
  }
}
