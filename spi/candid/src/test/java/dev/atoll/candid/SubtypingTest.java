package dev.atoll.candid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubtypingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nat | int",
        "empty | nat8",
        "text | reserved",
        "text | opt nat",
        "service {} | principal",
        "vec nat | vec int",
        "record { a : nat; b : text } | record { a : int }",
        "record {} | record { a : opt nat; b : null; c : reserved }",
        "variant { a } | variant { a; b : nat }",
        "func (int) -> (nat, text) | func (nat) -> (int)",
        "func (opt nat) -> () | func () -> (opt text)",
        "service { a : () -> (); b : () -> () } | service { b : () -> () }"
      })
  void theRulesAllow(String sub, String sup) {
    assertThat(whyNot(sub, sup)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int | nat | int is no subtype of nat",
        "nat8 | nat | nat8 is no subtype of nat",
        "reserved | null | reserved is no subtype of null",
        "principal | service {} | principal is no subtype of service {}",
        "record { a : text } | record { a : nat } | field a: text is no subtype of nat",
        "record {} | record { b : nat } | field b of type nat is missing and not optional",
        "variant { a; b } | variant { a } | case b is not expected",
        "func () -> () query | func () -> () | annotations are [query], expected []",
        "func (nat) -> () | func (int) -> () | argument 0: int is no subtype of nat",
        "func () -> () | func () -> (nat) | result 0 of type nat is missing and not optional",
        "service {} | service { f : () -> () } | method 'f' is missing",
        "vec record { vec text } | vec record { vec bool }"
            + " | elements: field 0: elements: text is no subtype of bool"
      })
  void theRulesForbidWithTheReason(String sub, String sup, String reason) {
    assertThat(whyNot(sub, sup)).contains(reason);
  }

  @Test
  void recursiveTypesOfDifferentShapeAreCompared() {
    DidFile one = DidFile.parse("type list = opt record { head : nat; tail : list }");
    DidFile other =
        DidFile.parse(
            "type l = opt cell; type cell = record { head : int; tail : l2 }; type l2 = opt cell");

    assertThat(
            Subtyping.isSubtype(one.environment(), name("list"), other.environment(), name("cell")))
        .isFalse();
    assertThat(
            Subtyping.isSubtype(other.environment(), name("cell"), one.environment(), name("list")))
        .isTrue();
    TypeEnvironment trees =
        DidFile.parse("type a = variant { leaf; node : record { a; a } }").environment();
    TypeEnvironment sameTrees =
        DidFile.parse(
                "type b = variant { leaf; node : record { b; variant { leaf; node : c } } };"
                    + "type c = record { b; b }")
            .environment();
    assertThat(Subtyping.isSubtype(trees, name("a"), sameTrees, name("b"))).isTrue();
    assertThat(Subtyping.isSubtype(sameTrees, name("b"), trees, name("a"))).isTrue();
  }

  @Test
  void equalNamesOfDifferentEnvironmentsAreNotMixedUp() {
    TypeEnvironment one = DidFile.parse("type t = nat").environment();
    TypeEnvironment other = DidFile.parse("type t = text").environment();
    CandidType func = TypeParser.parse("func (t) -> (t)");

    assertThat(Subtyping.isSubtype(one, func, one, func)).isTrue();
    assertThat(Subtyping.whyNot(one, func, other, func)).isPresent();
  }

  private static CandidType name(String name) {
    return new CandidType.Var(name);
  }

  private static Optional<String> whyNot(String sub, String sup) {
    return Subtyping.whyNot(
        TypeEnvironment.EMPTY, TypeParser.parse(sub), TypeEnvironment.EMPTY, TypeParser.parse(sup));
  }
}
