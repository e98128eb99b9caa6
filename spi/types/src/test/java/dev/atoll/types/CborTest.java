package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Encodings of RFC 8949, appendix A, and of the interface specification.
final class CborTest {

  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "17, 23",
    "1818, 24",
    "18ff, 255",
    "190100, 256",
    "1903e8, 1000",
    "19ffff, 65535",
    "1a00010000, 65536",
    "1affffffff, 4294967295",
    "1b0000000100000000, 4294967296",
    "1b000000e8d4a51000, 1000000000000",
    "1bffffffffffffffff, 18446744073709551615",
    "c249010000000000000000, 18446744073709551616",
    "20, -1",
    "3863, -100",
    "3903e7, -1000",
    "3bffffffffffffffff, -18446744073709551616",
    "c349010000000000000000, -18446744073709551617"
  })
  void anIntegerHasOneShortestForm(String hex, BigInteger number) {
    Cbor value = number.signum() < 0 ? new Cbor.NegInt(number) : Cbor.nat(number);

    assertThat(value.encode().toHex()).isEqualTo(hex);
    assertThat(decode(hex)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"1800, 0", "1900ff, 255", "1b0000000000000001, 1", "c24101, 1", "c2420005, 5"})
  void aLongerFormOfANumberIsRead(String hex, BigInteger number) {
    assertThat(decode(hex)).isEqualTo(Cbor.nat(number));
  }

  @Test
  void aNaturalNumberOf64BitsIsReadAsUnsigned() {
    assertThat(Cbor.nat64(-1).asNat()).isEqualTo("18446744073709551615");
    assertThat(decode("1bffffffffffffffff").asNat64()).isEqualTo(-1);
    assertThatThrownBy(() -> decode("c249010000000000000000").asNat64())
        .isInstanceOf(CborException.class)
        .hasMessage("nat has 65 bits, at most 64 allowed");
  }

  @Test
  void theExampleOfTheSpecificationIsRead() {
    assertThat(decode("826161a161626163"))
        .isEqualTo(Cbor.array(Cbor.text("a"), Cbor.map().put("b", "c").build()));
  }

  @ParameterizedTest
  @CsvSource({
    "5f42010243030405ff, 450102030405",
    "7f657374726561646d696e67ff, 6973747265616d696e67",
    "9f018202039f0405ffff, 8301820203820405",
    "bf61610161629f0203ffff, a26161016162820203",
    "5fff, 40",
    "9fff, 80",
    "bfff, a0"
  })
  void anIndefiniteLengthReadsAsADefiniteOne(String indefinite, String definite) {
    assertThat(decode(indefinite)).isEqualTo(decode(definite));
    assertThat(decode(indefinite).encode().toHex()).isEqualTo(definite);
  }

  @Test
  void theSelfDescribedTagMayBeThereOrNot() {
    assertThat(Cbor.decodeSelfDescribed(Bytes.ofHex("d9d9f701"))).isEqualTo(Cbor.nat(1));
    assertThat(Cbor.decodeSelfDescribed(Bytes.ofHex("01"))).isEqualTo(Cbor.nat(1));
    assertThat(Cbor.nat(1).encodeSelfDescribed().toHex()).isEqualTo("d9d9f701");
    assertThat(decode("d9d9f701")).isEqualTo(new Cbor.Tagged(55799, Cbor.nat(1)));
  }

  @Test
  void undefinedReadsAsNull() {
    assertThat(decode("f7")).isEqualTo(decode("f6")).isEqualTo(new Cbor.Null());
  }

  @Test
  void aMapKeepsTheOrderOfItsEntries() {
    Cbor.CborMap map = Cbor.map().put("b", "2").put("a", "1").build();

    assertThat(map.encode().toHex()).isEqualTo("a2616261326161" + "6131");
    assertThat(decode(map.encode().toHex()).asMap().entries().keySet()).containsExactly("b", "a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | input ends at byte 0 inside a value",
        "0101 | 1 bytes left after the value, which ends at byte 1",
        "18 | input ends at byte 1 inside a value",
        "1c | length form 28 at byte 0 is not defined",
        "1f | length form 31 at byte 0 is not defined",
        "42ff | length before byte 1 is 2, at most 1 fit into the input",
        "9bffffffffffffffff | length before byte 9 is 18446744073709551615, at most 0 fit into the"
            + " input",
        "bb7fffffffffffffff0000 | length before byte 9 is 9223372036854775807, at most 1 fit into"
            + " the input",
        "5f6161ff | chunk at byte 1 is of another type",
        "5f5f4101ffff | chunk at byte 1 is of another type",
        "61ff | text is not UTF-8",
        "63eda080 | text is not UTF-8",
        "a201020304 | map key at byte 1 is not text",
        "a2616101616102 | map has the key 'a' twice",
        "bf616101616102ff | map has the key 'a' twice",
        "bf6161ff | break at byte 3 ends nothing",
        "ff | break at byte 0 ends nothing",
        "81ff | break at byte 1 ends nothing",
        "f93c00 | floating point number at byte 0",
        "f8ff | unknown simple value at byte 0",
        "c201 | expected blob, found nat"
      })
  void whatIsNotCborIsRefusedWithItsReason(String hex, String reason) {
    assertThatThrownBy(() -> decode(hex)).isInstanceOf(CborException.class).hasMessage(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"81", "c1", "9f", "a16161"})
  void nestingEndsAtTheAllowedDepth(String opening) {
    String allowed = opening.repeat(Cbor.DEPTH_MAX - 1) + "00";
    String tooDeep = opening.repeat(1_000_000) + "00";

    if (!opening.equals("9f")) {
      assertThat(decode(allowed).encode().toHex()).isEqualTo(allowed);
    }
    assertThatThrownBy(() -> decode(tooDeep))
        .isInstanceOf(CborException.class)
        .hasMessage("nesting is deeper than the allowed 256");
  }

  @Test
  void anAccessorNamesWhatItExpectedAndWhatItFound() {
    assertThatThrownBy(() -> Cbor.text("x").asBlob()).hasMessage("expected blob, found text");
    assertThatThrownBy(() -> Cbor.nat(1).asMap()).hasMessage("expected map, found nat");
    assertThatThrownBy(() -> new Cbor.Tagged(42, Cbor.nat(1)).asArray())
        .hasMessage("expected array, found tag 42");
    assertThatThrownBy(() -> Cbor.map().put("a", "b").build().require("c"))
        .hasMessage("map has no field 'c', found [a]");
    assertThatThrownBy(() -> Cbor.blob(Bytes.wrap(new byte[30])).asPrincipal())
        .hasMessage("principal is 30 bytes, at most 29 allowed");
  }

  @Test
  void valuesThatHaveAnotherFormAreNotMade() {
    assertThatIllegalArgumentException().isThrownBy(() -> Cbor.nat(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Cbor.NegInt(BigInteger.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cbor.Tagged(2, Cbor.blob(Bytes.EMPTY)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cbor.map().put("a", "1").put("a", "2"))
        .withMessage("map has the field 'a' already");
  }

  @Test
  void aBuilderLeavesOutWhatIsNull() {
    assertThat(Cbor.map().put("a", (Bytes) null).put("b", (List<Cbor>) null).build().entries())
        .isEmpty();
  }

  private static Cbor decode(String hex) {
    return Cbor.decode(Bytes.ofHex(hex));
  }
}
