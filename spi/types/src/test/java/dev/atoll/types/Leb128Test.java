package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Leb128Test {

  @ParameterizedTest
  @CsvSource({
    "0, 00",
    "127, 7f",
    "128, 8001",
    "624485, e58e26",
    "18446744073709551615, ffffffffffffffffff01"
  })
  void unsignedNumbersHaveTheFormOfTheSpecification(BigInteger number, String hex) {
    assertThat(Leb128.encodeUnsigned(number).toHex()).isEqualTo(hex);
    assertThat(Leb128.encodeUnsigned(number.longValue()).toHex()).isEqualTo(hex);
    assertThat(Leb128.decodeUnsigned(Bytes.ofHex(hex))).isEqualTo(number);
    assertThat(Leb128.decodeUnsigned64(Bytes.ofHex(hex))).isEqualTo(number.longValue());
  }

  @ParameterizedTest
  @CsvSource({"0, 00", "-1, 7f", "63, 3f", "64, c000", "-64, 40", "-65, bf7f", "-123456, c0bb78"})
  void signedNumbersHaveTheFormOfTheSpecification(BigInteger number, String hex) {
    assertThat(Leb128.encodeSigned(number).toHex()).isEqualTo(hex);
    assertThat(Leb128.encodeSigned(number.longValue()).toHex()).isEqualTo(hex);
    assertThat(Leb128.decodeSigned(Bytes.ofHex(hex))).isEqualTo(number);
  }

  @Property
  void aWideUnsignedNumberIsReadAgain(
      @ForAll @BigRange(min = "0", max = "1000000000000000000000000000000000000") BigInteger n) {
    assertThat(Leb128.decodeUnsigned(Leb128.encodeUnsigned(n))).isEqualTo(n);
  }

  @Property
  void aWideSignedNumberIsReadAgain(
      @ForAll
          @BigRange(
              min = "-1000000000000000000000000000000000000",
              max = "1000000000000000000000000000000000000")
          BigInteger n) {
    assertThat(Leb128.decodeSigned(Leb128.encodeSigned(n))).isEqualTo(n);
  }

  @Property
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 140) byte[] bytes) {
    try {
      BigInteger number = Leb128.decodeUnsigned(Bytes.wrap(bytes));
      assertThat(Leb128.decodeUnsigned(Leb128.encodeUnsigned(number))).isEqualTo(number);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("LEB128 number");
    }
  }

  @Test
  void whatIsNotOneNumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Leb128.decodeUnsigned(Bytes.EMPTY))
        .withMessage("LEB128 number is 0 bytes, 1 to 128 allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Leb128.decodeUnsigned(Bytes.ofHex("80")))
        .withMessage("LEB128 number 80 does not end with its input");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Leb128.decodeUnsigned(Bytes.ofHex("0101")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Leb128.decodeUnsigned64(Bytes.ofHex("ffffffffffffffffff02")))
        .withMessage("nat has 65 bits, at most 64 allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Leb128.encodeUnsigned(BigInteger.ONE.negate()));
  }
}
