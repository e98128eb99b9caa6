package dev.atoll.spi.kernel;

import java.time.Duration;
import java.util.function.Consumer;

/// What an operator wants of an exchange.
///
/// @param shadowRounds how many rounds the new service runs beside the old one and is compared with
///     it; 0 for none
/// @param limit how long all of the preparation may take
/// @param progress is told how far it is, in a line such as `compared 12 of 20 rounds`
public record ExchangePlan(int shadowRounds, Duration limit, Consumer<String> progress) {

  public ExchangePlan {
    if (shadowRounds < 0) {
      throw new IllegalArgumentException(
          "shadow rounds are %d, at least 0 allowed".formatted(shadowRounds));
    }
  }
}
