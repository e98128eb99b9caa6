package dev.atoll.replica.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class IngressExpiryTest {

  private static final long NOW = 1_700_000_000_000_000_000L;

  private static final long LATEST = NOW + 360_000_000_000L;

  @Test
  void aRequestLapsesAfterTheNanosecondOfItsExpiry() {
    assertThat(IngressExpiry.refusal(NOW, NOW)).isNull();
    assertThat(IngressExpiry.refusal(NOW - 1, NOW)).isNotNull();
  }

  @Test
  void aRequestLivesFiveMinutesAndAMinuteOfDrift() {
    assertThat(IngressExpiry.refusal(LATEST, NOW)).isNull();
    assertThat(IngressExpiry.refusal(LATEST + 1, NOW)).isNotNull();
  }

  @Test
  void anExpiryBeyondTheSignedRangeIsTooFarAndNotPast() {
    assertThat(IngressExpiry.refusal(-1, NOW)).isNotNull();
    assertThat(IngressExpiry.refusal(0, NOW)).isNotNull();
  }

  @Test
  void theRefusalNamesWhatWasFoundAndWhatIsAllowed() {
    assertThat(IngressExpiry.refusal(NOW - 1_000_000_000, NOW))
        .isEqualTo(
            "Invalid request expiry: Specified ingress_expiry not within expected range: Minimum"
                + " allowed expiry: 2023-11-14T22:13:20Z, Maximum allowed expiry:"
                + " 2023-11-14T22:19:20Z, Provided expiry: 2023-11-14T22:13:19Z");
  }

  @Test
  void anExpiryOfAnyBitsHasAText() {
    assertThat(IngressExpiry.refusal(-1, NOW)).contains("Provided expiry: 2554-07-21T");
  }

  @Property
  void aBatchStartsWhatTheGateLetsInAtTheSameTime(
      @ForAll @LongRange(min = -400_000_000_000L, max = 400_000_000_000L) long distance) {
    long expiry = NOW + distance;

    assertThat(IngressExpiry.holds(expiry, NOW))
        .isEqualTo(IngressExpiry.refusal(expiry, NOW) == null);
  }
}
