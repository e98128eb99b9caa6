package dev.atoll.candid;

import static dev.atoll.candid.CandidValues.integer;
import static dev.atoll.candid.CandidValues.nat;
import static dev.atoll.candid.CandidValues.none;
import static dev.atoll.candid.CandidValues.record;
import static dev.atoll.candid.CandidValues.some;
import static dev.atoll.candid.CandidValues.text;
import static dev.atoll.candid.CandidValues.vec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.types.Bytes;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CandidCodecTest {

  @Test
  void aMessageHasTheBytesOfTheSpecification() {
    List<CandidType> types = TypeParser.parseTuple("(text, record { foo : int; bar : bool })");
    List<CandidValue> values =
        List.of(
            text("hi"),
            record().field("foo", integer(42)).field("bar", CandidValues.bool(true)).build());

    assertThat(CandidCodec.encode(TypeEnvironment.EMPTY, types, values))
        .isEqualTo(Bytes.ofHex("4449444c016c02d3e3aa027e868eb7027c02710002686901" + "2a"));
  }

  @Test
  void equalTypesAreOneEntryOfTheTypeTable() {
    TypeEnvironment environment =
        DidFile.parse("type bytes = blob; type alias = bytes").environment();
    List<CandidType> types = TypeParser.parseTuple("(bytes, alias, vec nat8)");
    CandidValue empty = CandidValues.blob(Bytes.EMPTY);

    assertThat(CandidCodec.encode(environment, types, List.of(empty, empty, empty)))
        .isEqualTo(Bytes.ofHex("4449444c016d7b03000000000000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "340282366920938463463374607431768211455",
        "-1",
        "-64",
        "-65",
        "-9223372036854775808",
        "-9223372036854775809",
        "-340282366920938463463374607431768211456"
      })
  void wholeNumbersOfAnySizeRoundTrip(String digits) {
    BigInteger value = new BigInteger(digits);

    assertThat(roundTrip("(int)", integer(value))).isEqualTo(integer(value));
    if (value.signum() >= 0) {
      assertThat(roundTrip("(nat)", nat(value))).isEqualTo(nat(value));
      assertThat(roundTrip("(int)", nat(value))).isEqualTo(integer(value));
    }
  }

  @Test
  void fieldsThatAcceptNullMayBeLeftOut() {
    CandidValue given = record().field("a", nat(1)).build();

    assertThat(roundTrip("(record { a : nat; b : opt text; c : null })", given))
        .isEqualTo(
            record()
                .field("a", nat(1))
                .field("b", none())
                .field("c", CandidValues.nullValue())
                .build());
  }

  @Test
  void aValueThatDoesNotFitItsTypeIsRejectedWithThePath() {
    CandidValue inner = record().field("controllers", vec(nat(1), text("x"))).build();

    assertThatThrownBy(
            () ->
                roundTrip(
                    "(record { settings : record { controllers : vec nat } })",
                    record().field("settings", inner).build()))
        .isInstanceOf(CandidException.class)
        .hasMessage("argument 0, field settings.controllers[1]: found text, expected nat");
    assertThatThrownBy(
            () -> roundTrip("(record { a : opt nat })", record().field("b", none()).build()))
        .isInstanceOf(CandidException.class)
        .hasMessage("argument 0: record has field b, which its type does not have");
    assertThatThrownBy(() -> roundTrip("(opt nat)", nat(1)))
        .isInstanceOf(CandidException.class)
        .hasMessage("argument 0: found nat, expected opt nat");
  }

  @Test
  void aMessageThatDoesNotFitIsRejectedWithThePath() {
    Bytes message =
        CandidCodec.encodeUntyped(
            CandidText.parse("(1, record { settings = record { controllers = vec { 1; 2 } } })"));

    assertThatThrownBy(
            () -> decode("(int, record { settings : record { controllers : vec text } })", message))
        .isInstanceOf(CandidException.class)
        .hasMessage("argument 1, field settings.controllers[0]: found int, expected text")
        .extracting(e -> ((CandidException) e).path())
        .isEqualTo("argument 1, field settings.controllers[0]");
    assertThatThrownBy(() -> decode("(int, reserved, nat)", message))
        .isInstanceOf(CandidException.class)
        .hasMessage("argument 2: found null, expected nat");
  }

  @Test
  void aValueOfUnknownTypeKeepsItsBytesAndFields() {
    List<CandidValue> values =
        CandidText.parse("(record { token = record { key = \"k\"; index = 3 } })");

    CandidMessage message =
        CandidCodec.decodeMessage(CandidCodec.encodeUntyped(values), DecodeLimits.DEFAULT);
    CandidType.CandidRecord outer =
        (CandidType.CandidRecord) message.environment().resolve(message.types().getFirst());
    Bytes token =
        CandidCodec.encode(
            message.environment(),
            List.of(outer.fieldType("token")),
            List.of(message.values().getFirst().field("token")));

    assertThat(decode("(record { key : text; index : int })", token).field("key").asText())
        .isEqualTo("k");
  }

  @Test
  void optionsOfTheWrongTypeBecomeNull() {
    Bytes message =
        CandidCodec.encodeUntyped(CandidText.parse("(record { a = opt \"x\"; b = 7 })"));

    assertThat(decode("(record { a : opt nat; b : opt int })", message))
        .isEqualTo(record().field("a", none()).field("b", some(integer(7))).build());
  }

  private static CandidValue roundTrip(String types, CandidValue value) {
    return decode(
        types,
        CandidCodec.encode(TypeEnvironment.EMPTY, TypeParser.parseTuple(types), List.of(value)));
  }

  private static CandidValue decode(String types, Bytes message) {
    return CandidCodec.decode(
            TypeEnvironment.EMPTY, TypeParser.parseTuple(types), message, DecodeLimits.DEFAULT)
        .getFirst();
  }
}
