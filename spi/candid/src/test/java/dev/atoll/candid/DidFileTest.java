package dev.atoll.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DidFileTest {

  @Test
  void aServiceConstructorHasInitTypes() {
    DidFile did =
        DidFile.parse(
            """
            // A counter.
            type init = record { start : nat; /* block /* nested */ comment */ owner : principal };
            type get = func () -> (nat) query;
            service counter : (init, opt text) -> {
              inc : (by : nat) -> ();
              "get the value" : get;
              fire : () -> () oneway;
              all : () -> (vec nat) composite_query;
            };
            """);

    assertThat(did.isConstructor()).isTrue();
    assertThat(did.initTypes())
        .containsExactly(new CandidType.Var("init"), new CandidType.Opt(PrimitiveType.TEXT));
    assertThat(did.methods().keySet()).containsExactly("all", "fire", "get the value", "inc");
    assertThat(did.method("inc").argTypes()).containsExactly(PrimitiveType.NAT);
    assertThat(did.method("get the value").isQuery()).isTrue();
    assertThat(did.method("fire").isOneway()).isTrue();
    assertThat(did.method("all").isCompositeQuery()).isTrue();
  }

  @Test
  void aServiceMayBeANamedType() {
    DidFile did = DidFile.parse("type s = service { f : () -> () }; service : s");

    assertThat(did.methods()).containsOnlyKeys("f");
  }

  @Test
  void fieldsWithoutIdCountOn() {
    assertThat(TypeParser.parse("record { nat; 5 : text; bool; \"a\" : int }"))
        .isEqualTo(
            new CandidType.CandidRecord(
                List.of(
                    new FieldType(FieldLabel.ofId(0), PrimitiveType.NAT),
                    new FieldType(FieldLabel.ofId(5), PrimitiveType.TEXT),
                    new FieldType(FieldLabel.ofId(6), PrimitiveType.BOOL),
                    new FieldType(FieldLabel.named("a"), PrimitiveType.INT))));
    assertThat(TypeParser.parse("variant { 0x1_0; b }"))
        .isEqualTo(TypeParser.parse("variant { b : null; 16 : null }"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "type t = | line 1, column 9: found the end, expected a type",
        "type t = nt | type 'nt' is not defined",
        "type a = b; type b = a | type 'a' is defined as itself",
        "type a = nat; type a = int | line 1, column 20: type 'a' is defined twice",
        "type nat = int | line 1, column 6: type 'nat' is built in",
        "type t = record { a : nat; a : nat }"
            + " | line 1, column 10: record type has field a twice",
        "type t = record { a : nat; 97 : nat }"
            + " | line 1, column 10: record type has fields a and 97 with the same id 97",
        "type t = record { 4294967295 : nat; nat }"
            + " | line 1, column 10: field id is 4294967296, expected 0 to 4294967295",
        "type t = record { 4294967296 : nat } | field id is 4294967296, expected 0 to 4294967295",
        "service : { f : () -> (nat) oneway } | line 1, column 17: a oneway function has results",
        "service : { f : () -> () query query } | line 1, column 32: annotation query is repeated",
        "service : { f : () -> (); f : () -> () }"
            + " | line 1, column 11: service type has method 'f' twice",
        "type t = nat; service : { f : t } | method 'f' has type t, expected a function",
        "type t = nat; service : t | the main service has type t",
        "service : { f : (a : nat, a : nat) -> () } | line 1, column 27: name 'a' is repeated",
        "service : { opt : () -> () } | line 1, column 13: found 'opt', expected a method name",
        "import \"a.did\" | line 1, column 1: imports are not supported",
        "type t = nat } | line 1, column 14: found '}', expected the end",
        "type t = \"x | line 1, column 10: text does not end",
        "/* type t = nat | line 1, column 1: comment does not end",
        "type t = # | line 1, column 10: unexpected character '#'"
      })
  void aWrongFileIsRejectedWithThePlace(String source, String message) {
    assertThatThrownBy(() -> DidFile.parse(source))
        .isInstanceOf(CandidException.class)
        .hasMessageContaining(message);
  }

  @Test
  void deepNestingIsRejected() {
    assertThatThrownBy(() -> TypeParser.parse("opt ".repeat(100_000) + "nat"))
        .isInstanceOf(CandidException.class)
        .hasMessageContaining("nested more than 512 deep");
  }

  @Test
  void hashesAreThoseOfTheSpecification() {
    assertThat(FieldLabel.hash("")).isZero();
    assertThat(FieldLabel.hash("Ok")).isEqualTo(17724);
    assertThat(FieldLabel.hash("Err")).isEqualTo(3456837);
  }
}
