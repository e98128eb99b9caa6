package com.example.ingressfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.gateway.FilterRequest;
import dev.atoll.spi.gateway.FilterRequest.Kind;
import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.metrics.Metrics;
import dev.atoll.spi.tck.gateway.IngressFilterContract;
import dev.atoll.types.Principal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of filters, and the two rules of this one.
final class GuestListTest extends IngressFilterContract {

  private static final Principal GUEST = Principal.fromText("aaaaa-aa");

  private long nanos;

  @Override
  public IngressFilter newFilter() {
    return filter(Optional.of(List.of(GUEST.toString())), 60);
  }

  @Override
  protected FilterRequest permitted() {
    return request(Kind.CALL, GUEST, "10.0.0.1");
  }

  @Override
  protected FilterRequest refused() {
    return request(Kind.CALL, Principal.ANONYMOUS, "10.0.0.1");
  }

  @Test
  void onlyCallsAreForGuests() {
    IngressFilter filter = newFilter();

    assertThat(filter.check(request(Kind.QUERY, Principal.ANONYMOUS, "10.0.0.1"))).isEmpty();
    assertThat(filter.check(request(Kind.READ_STATE, Principal.ANONYMOUS, "10.0.0.1"))).isEmpty();
  }

  @Test
  void anAddressThatAsksTooOftenHasToWait() {
    IngressFilter filter = filter(Optional.empty(), 60);

    assertThat(passed(filter, "10.0.0.1", 10)).isEqualTo(3);
    assertThat(passed(filter, "10.0.0.2", 10)).as("another address").isEqualTo(3);
    nanos += Duration.ofSeconds(2).toNanos();
    assertThat(passed(filter, "10.0.0.1", 10)).as("after two seconds").isEqualTo(2);
    nanos += Duration.ofHours(1).toNanos();
    assertThat(passed(filter, "10.0.0.1", 10)).as("after an hour").isEqualTo(3);
  }

  @Test
  void whatWasWrittenWronglyIsRefused() {
    assertThatThrownBy(() -> filter(Optional.of(List.of("nobody")), 60))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FilterConfig(Optional.empty(), 1, 0, 10))
        .hasMessage("burst is 0, expected 1 to 1000000");
  }

  private IngressFilter filter(Optional<List<String>> callers, int perMinute) {
    return new GuestList(new FilterConfig(callers, perMinute, 3, 100), Metrics.none(), () -> nanos);
  }

  private static int passed(IngressFilter filter, String address, int requests) {
    int passed = 0;
    for (int i = 0; i < requests; i++) {
      passed += filter.check(request(Kind.QUERY, GUEST, address)).isEmpty() ? 1 : 0;
    }
    return passed;
  }

  private static FilterRequest request(Kind kind, Principal sender, String address) {
    return new FilterRequest(
        kind, Principal.ofCanisterIndex(0), sender, "get", 100, new InetSocketAddress(address, 4));
  }
}
