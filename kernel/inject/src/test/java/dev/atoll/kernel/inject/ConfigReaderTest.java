package dev.atoll.kernel.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.kernel.ByteSize;
import dev.atoll.spi.kernel.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {

  enum Mode {
    FAST,
    VERY_SAFE
  }

  record Limits(@Default("1KiB") ByteSize bodySizeMax, @Default("10") int connections) {
    Limits {
      if (connections < 1) {
        throw new IllegalArgumentException(
            "connections is " + connections + ", at least 1 allowed");
      }
    }
  }

  record Everything(
      @Default("1s") Duration idleTimeout,
      @Default("very-safe") Mode mode,
      @Default("true") boolean enabled,
      @Default("0.5") double share,
      Optional<Path> directory,
      List<Long> weights,
      Map<String, Duration> perCanister,
      Limits limits) {}

  @Test
  void valuesAndDefaultsBecomeTheRecord() {
    Everything read =
        read(
            Map.of(
                "idle-timeout", "250ms",
                "directory", "/data",
                "weights", List.of(1, 2L),
                "per-canister", Map.of("aaaaa-aa", "2h"),
                "limits", Map.of("body-size-max", "64MiB")));

    assertThat(read)
        .isEqualTo(
            new Everything(
                Duration.ofMillis(250),
                Mode.VERY_SAFE,
                true,
                0.5,
                Optional.of(Path.of("/data")),
                List.of(1L, 2L),
                Map.of("aaaaa-aa", Duration.ofHours(2)),
                new Limits(new ByteSize(64L << 20), 10)));
  }

  @Test
  void anUnknownKeyNamesTheOneThatWasMeant() {
    assertThatThrownBy(() -> read(Map.of("idle-timout", "1s")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("toy.idle-timout is unknown, did you mean idle-timeout?");
  }

  @Test
  void anUnknownKeyLikeNoOtherListsTheKnownOnes() {
    assertThatThrownBy(() -> limits(Map.of("colour", "red")))
        .hasMessage("toy.colour is unknown, expected one of: body-size-max, connections");
  }

  @Test
  void aMissingKeySaysWhatItTakes() {
    assertThatThrownBy(() -> read(Map.of("per-canister", Map.of(), "limits", Map.of())))
        .hasMessage("toy.weights is missing, expected a list, each a whole number");
  }

  @Test
  void anElementOfAListIsNamed() {
    assertThatThrownBy(() -> read(Map.of("weights", List.of(1, "two"))))
        .hasMessage("toy.weights[1] is \"two\", expected a whole number");
  }

  @Test
  void aComplaintOfANestedRecordNamesItsSection() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "weights", List.of(),
                        "per-canister", Map.of(),
                        "limits", Map.of("connections", 0))))
        .hasMessage("toy.limits: connections is 0, at least 1 allowed");
  }

  @Test
  void textIsNoNumberAndANumberIsNoText() {
    assertThatThrownBy(() -> limits(Map.of("connections", "10")))
        .hasMessage("toy.connections is \"10\", expected a whole number of at most 32 bits");
    assertThatThrownBy(() -> limits(Map.of("body-size-max", 1024)))
        .hasMessage(
            "toy.body-size-max is 1024, expected a size such as 512B, 64KiB, 16MiB or 2GiB");
    assertThatThrownBy(() -> limits(Map.of("connections", 1L << 40)))
        .hasMessage("toy.connections is 1099511627776, expected a whole number of at most 32 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "s", "-1s", "1 s", "1S", "1.5s", "9999999999999999999s", "1MiB"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> read(Map.of("idle-timeout", text)))
        .hasMessage(
            "toy.idle-timeout is \"%s\", expected a duration such as 250ms, 1s, 5m or 2h"
                .formatted(text));
  }

  @ParameterizedTest
  @CsvSource({"7ms,7", "3s,3000", "2m,120000", "1h,3600000", "1d,86400000"})
  void durationsHaveUnits(String text, long millis) {
    assertThat(Units.duration(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"7B,7", "2KiB,2048", "1MiB,1048576", "1GiB,1073741824", "1TiB,1099511627776"})
  void sizesHaveUnits(String text, long bytes) {
    assertThat(Units.bytes(text)).isEqualTo(bytes);
  }

  @Test
  void aSizeThatOverflowsIsRefused() {
    assertThatThrownBy(() -> Units.bytes("99999999TiB"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("too large: 99999999TiB");
  }

  @Test
  void anUnknownConstantListsTheKnownOnes() {
    assertThatThrownBy(() -> read(Map.of("mode", "VERY_SAFE")))
        .hasMessage("toy.mode is \"VERY_SAFE\", expected one of: fast, very-safe");
  }

  private static Everything read(Map<String, Object> section) {
    return ConfigReader.read("toy", section, Everything.class);
  }

  private static Limits limits(Map<String, Object> section) {
    return ConfigReader.read("toy", section, Limits.class);
  }
}
