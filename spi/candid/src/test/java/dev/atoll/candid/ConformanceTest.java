package dev.atoll.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atoll.candid.TestScript.Assertion;
import dev.atoll.candid.TestScript.Input;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The published conformance vectors of Candid, every assertion a test of its own.
final class ConformanceTest {

  private static final List<String> FILES =
      List.of("construct", "overshoot", "prim", "reference", "spacebomb", "subtypes");

  /// As published with spec version 0.1.8; a vector that is not read would not be missed otherwise.
  private static final int ASSERTIONS_MIN = 467;

  @TestFactory
  Stream<DynamicNode> everyPublishedAssertionHolds() {
    return FILES.stream()
        .map(
            file -> {
              TestScript script = script(file);
              return DynamicContainer.dynamicContainer(
                  file,
                  script.assertions().stream()
                      .map(
                          assertion ->
                              dynamicTest(
                                  assertion.description(),
                                  () -> check(script.environment(), assertion))));
            });
  }

  @Test
  void noAssertionIsLeftOut() {
    int count = FILES.stream().mapToInt(file -> script(file).assertions().size()).sum();

    assertThat(count).isGreaterThanOrEqualTo(ASSERTIONS_MIN);
  }

  private static TestScript script(String file) {
    return TestScript.parse(Vectors.read("candid/" + file + ".test.did"));
  }

  private static void check(TypeEnvironment environment, Assertion assertion) {
    switch (assertion.relation()) {
      case DECODES -> read(environment, assertion.types(), assertion.left());
      case FAILS ->
          assertThatThrownBy(() -> read(environment, assertion.types(), assertion.left()))
              .isInstanceOf(CandidException.class);
      case EQUAL ->
          assertThat(read(environment, assertion.types(), assertion.left()))
              .isEqualTo(
                  read(environment, assertion.types(), Objects.requireNonNull(assertion.right())));
      case DIFFERENT ->
          assertThat(read(environment, assertion.types(), assertion.left()))
              .isNotEqualTo(
                  read(environment, assertion.types(), Objects.requireNonNull(assertion.right())));
    }
  }

  private static List<CandidValue> read(
      TypeEnvironment environment, List<CandidType> types, Input input) {
    return switch (input) {
      case Input.Text(var source) -> CandidText.parse(source, environment, types);
      case Input.Message(var bytes) ->
          CandidCodec.decode(environment, types, bytes, DecodeLimits.DEFAULT);
    };
  }
}
