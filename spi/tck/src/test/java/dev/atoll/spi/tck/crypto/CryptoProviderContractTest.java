package dev.atoll.spi.tck.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/// The contract can fail: for each rule there is a provider that breaks it and is caught.
final class CryptoProviderContractTest {

  private static final List<Class<?>> BROKEN =
      Stream.of(BrokenUserSignatures.class, BrokenBls.class, BrokenThresholdKeys.class)
          .flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
          .filter(type -> type.isAnnotationPresent(CaughtBy.class))
          .toList();

  static Stream<Arguments> brokenProviders() {
    return BROKEN.stream()
        .flatMap(
            type -> caughtBy(type).map(rule -> Arguments.of(type.getSimpleName(), rule, type)));
  }

  @ParameterizedTest(name = "{0} is caught: {1}")
  @MethodSource("brokenProviders")
  void aBrokenProviderIsCaught(String provider, String rule, Class<?> contract) {
    Events events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectMethod(contract, rule(rule)))
            .execute()
            .testEvents();

    assertThat(events.started().count()).as("tests run of " + rule).isPositive();
    assertThat(events.failed().count()).as("failures of " + provider).isPositive();
  }

  @Test
  void everyRuleIsBrokenByAProvider() {
    assertThat(BROKEN.stream().flatMap(CryptoProviderContractTest::caughtBy))
        .containsAll(rules().map(Method::getName).toList());
  }

  private static Stream<String> caughtBy(Class<?> broken) {
    return Arrays.stream(broken.getAnnotation(CaughtBy.class).value());
  }

  private static Method rule(String name) {
    return rules()
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the contract has no rule " + name));
  }

  private static Stream<Method> rules() {
    return Arrays.stream(CryptoProviderContract.class.getMethods())
        .filter(
            method ->
                method.isAnnotationPresent(Test.class)
                    || method.isAnnotationPresent(ParameterizedTest.class));
  }
}
