package com.example.ingressfilter;

import dev.atoll.spi.kernel.Default;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The plugin's section of a distribution.
///
/// @param callers the principals that may make calls; anybody if absent
/// @param requestsPerMinute how many requests an address may make in a minute; 0 for any number
/// @param burst how many requests an address may make at once
/// @param addressesMax how many addresses are remembered; the one that was silent longest is
///     forgotten first
public record FilterConfig(
    Optional<List<String>> callers,
    @Default("0") int requestsPerMinute,
    @Default("20") int burst,
    @Default("10000") int addressesMax) {

  public FilterConfig {
    callers.ifPresent(texts -> texts.forEach(Principal::fromText)); // says what is wrong with one
    check("requests-per-minute", requestsPerMinute, 0, 1_000_000);
    check("burst", burst, 1, 1_000_000);
    check("addresses-max", addressesMax, 1, 1_000_000);
  }

  private static void check(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d".formatted(key, value, min, max));
    }
  }

  /// Those that may make calls; empty for anybody.
  Optional<Set<Principal>> allowed() {
    return callers.map(
        texts -> texts.stream().map(Principal::fromText).collect(Collectors.toUnmodifiableSet()));
  }
}
