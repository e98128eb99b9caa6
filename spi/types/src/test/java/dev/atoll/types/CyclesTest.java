package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class CyclesTest {

  private static final Cycles ONE = Cycles.of(1);

  @Property
  void theTwoHalvesMakeTheWhole(@ForAll long high, @ForAll long low) {
    Cycles cycles = Cycles.of(high, low);

    assertThat(cycles.high64()).isEqualTo(high);
    assertThat(cycles.low64()).isEqualTo(low);
    assertThat(Cycles.of(new BigInteger(cycles.toString()))).isEqualTo(cycles);
  }

  @Test
  void sumsAndDifferencesStayInRange() {
    assertThat(Cycles.of(3).plus(Cycles.of(4))).isEqualTo(Cycles.of(7));
    assertThat(Cycles.of(7).minus(Cycles.of(4))).isEqualTo(Cycles.of(3));
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Cycles.MAX.plus(ONE));
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> Cycles.ZERO.minus(ONE))
        .withMessage("0 minus 1 cycles are below 0");
  }

  @Test
  void saturatingOperationsStopAtTheEdge() {
    assertThat(Cycles.MAX.saturatingPlus(ONE)).isEqualTo(Cycles.MAX);
    assertThat(ONE.saturatingPlus(ONE)).isEqualTo(Cycles.of(2));
    assertThat(Cycles.ZERO.saturatingMinus(ONE)).isEqualTo(Cycles.ZERO);
    assertThat(Cycles.of(5).saturatingMinus(ONE)).isEqualTo(Cycles.of(4));
    assertThat(Cycles.MAX.saturatingTimes(2)).isEqualTo(Cycles.MAX);
    assertThat(Cycles.of(5).saturatingTimes(3)).isEqualTo(Cycles.of(15));
  }

  @Test
  void anAmountHas128BitsAndNoSign() {
    assertThat(Cycles.MAX).hasToString("340282366920938463463374607431768211455");
    assertThatIllegalArgumentException().isThrownBy(() -> Cycles.of(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cycles.of(BigInteger.ONE.shiftLeft(128)))
        .withMessage("cycles have 129 bits, at most 128 allowed");
  }

  @Test
  void amountsAreOrdered() {
    assertThat(ONE.isLessThan(Cycles.MAX)).isTrue();
    assertThat(ONE.min(Cycles.MAX)).isEqualTo(ONE);
    assertThat(ONE.max(Cycles.MAX)).isEqualTo(Cycles.MAX);
    assertThat(Cycles.ZERO.isZero()).isTrue();
  }
}
