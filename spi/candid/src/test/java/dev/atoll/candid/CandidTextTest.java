package dev.atoll.candid;

import static dev.atoll.candid.CandidValues.blob;
import static dev.atoll.candid.CandidValues.float32;
import static dev.atoll.candid.CandidValues.float64;
import static dev.atoll.candid.CandidValues.func;
import static dev.atoll.candid.CandidValues.integer;
import static dev.atoll.candid.CandidValues.nat;
import static dev.atoll.candid.CandidValues.nat64;
import static dev.atoll.candid.CandidValues.none;
import static dev.atoll.candid.CandidValues.principal;
import static dev.atoll.candid.CandidValues.record;
import static dev.atoll.candid.CandidValues.some;
import static dev.atoll.candid.CandidValues.text;
import static dev.atoll.candid.CandidValues.tuple;
import static dev.atoll.candid.CandidValues.variant;
import static dev.atoll.candid.CandidValues.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CandidTextTest {

  @Test
  void valuesPrintAsPeopleWriteThem() {
    List<CandidValue> values =
        List.of(
            nat(1_000_000),
            record().field("a", text("x\"\n")).field("opt", none()).field(3, nat64(-1)).build(),
            tuple(integer(-1), variant("Ok", some(nat(7)))),
            vec(variant("none")),
            blob(Bytes.ofUtf8("hi")),
            blob(Bytes.ofHex("00ff")),
            func(Principal.MANAGEMENT_CANISTER, "raw_rand"),
            principal(Principal.ANONYMOUS),
            float64(1.5));

    assertThat(CandidText.print(values))
        .isEqualTo(
            "(1_000_000 : nat, record { 3 = 18_446_744_073_709_551_615 : nat64; a = \"x\\\"\\n\";"
                + " \"opt\" = null }, record { -1 : int; variant { Ok = opt (7 : nat) } },"
                + " vec { variant { none } }, blob \"hi\", blob \"\\00\\ff\","
                + " func \"aaaaa-aa\".raw_rand, principal \"2vxsx-fae\", 1.5 : float64)");
  }

  @Test
  void withoutTypesNumbersAreIntOrFloat() {
    assertThat(CandidText.parse("(1, -0x1_F, 1.5e1, 0x1.8, (2 : nat), opt 3, vec { 4 },)"))
        .containsExactly(
            integer(1),
            integer(-31),
            float64(15),
            float64(1.5),
            nat(2),
            some(integer(3)),
            vec(integer(4)));
  }

  @Test
  void expectedTypesGiveNumbersTheirs() {
    List<CandidType> types = TypeParser.parseTuple("(nat64, float32, opt nat, blob, opt text)");

    assertThat(CandidText.parse("(1, 1, opt 2, vec { 1; 255 })", TypeEnvironment.EMPTY, types))
        .containsExactly(nat64(1), float32(1), some(nat(2)), blob(Bytes.ofHex("01ff")), none());
  }

  @Test
  void specialFloatsSurvive() {
    List<CandidValue> values =
        List.of(float64(Double.NaN), float64(Double.NEGATIVE_INFINITY), float32(Float.MIN_VALUE));

    assertThat(CandidText.parse(CandidText.print(values))).isEqualTo(values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "(256) | (nat8) | argument 0: number 256 is no nat8",
        "(-1) | (nat) | argument 0: nat is -1, expected no negative number",
        "(128) | (int8) | argument 0: number 128 is no int8",
        "(1.5) | (nat) | argument 0: found number with fraction, expected nat",
        "((1 : nat8)) | (nat) | found nat8, expected nat",
        "(1) | (opt nat) | argument 0: found number, expected opt nat",
        "() | (nat) | argument 0: value is missing, expected nat",
        "(1, 2) | (nat) | found 2 values, expected 1",
        "(record { s = record { c = vec { 1; \"x\" } } }) | (record { s : record { c : vec nat } })"
            + " | argument 0, field s.c[1]: found text, expected nat",
        "(variant { b }) | (variant { a }) | found variant case b, expected variant { a }",
        "(record { 1; 0 = 2 }) | (reserved) | line 1, column 9: record has field 0 twice",
        "(principal \"aaaaa\") | (principal) | line 1, column 12: principal",
        "(\"\\ff\") | (text) | line 1, column 2: text is not UTF-8",
        "(\"\\q\") | (text) | line 1, column 3: unknown escape in text",
        "(\"\\u{d800}\") | (text) | line 1, column 3: escape is no Unicode scalar value: d800",
        "(1__0) | (nat) | line 1, column 2: number lacks a digit",
        "(1a) | (nat) | line 1, column 2: number is followed by 'a'",
        "(1 | (nat) | line 1, column 3: found the end, expected ',' or ')'",
        "(foo) | (nat) | line 1, column 2: found 'foo', expected a value"
      })
  void aWrongTextIsRejectedWithThePlace(String source, String types, String message) {
    assertThatThrownBy(
            () -> CandidText.parse(source, TypeEnvironment.EMPTY, TypeParser.parseTuple(types)))
        .isInstanceOf(CandidException.class)
        .hasMessageContaining(message);
  }

  @Test
  void inferredTypesEncode() {
    List<CandidValue> values =
        CandidText.parse(
            "(vec { variant { a }; variant { b = 1 }; variant { b = (2 : nat) } },"
                + " vec { null : null; opt \"x\" }, record { vec {} })");

    List<CandidValue> decoded =
        CandidCodec.decode(
            TypeEnvironment.EMPTY,
            TypeParser.parseTuple(
                "(vec variant { a; b : int }, vec opt text, record { vec nat64 })"),
            CandidCodec.encodeUntyped(values),
            DecodeLimits.DEFAULT);

    assertThat(CandidText.print(decoded))
        .isEqualTo(
            "(vec { variant { a }; variant { b = 1 : int }; variant { b = 2 : int } },"
                + " vec { null; opt \"x\" }, record { vec {} })");
    assertThatThrownBy(() -> CandidCodec.encodeUntyped(CandidText.parse("(vec { 1; \"x\" })")))
        .isInstanceOf(CandidException.class)
        .hasMessage("vector has elements of types int and text");
  }
}
