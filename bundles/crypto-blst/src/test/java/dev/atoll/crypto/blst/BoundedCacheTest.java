package dev.atoll.crypto.blst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BoundedCacheTest {

  private final BoundedCache<Integer, String> cache = new BoundedCache<>(2);

  private final List<Integer> computed = new ArrayList<>();

  @Test
  void aValueIsComputedOnce() {
    assertThat(List.of(get(1), get(1), get(2), get(1))).containsExactly("1", "1", "2", "1");

    assertThat(computed).containsExactly(1, 2);
  }

  @Test
  void theLeastRecentlyUsedValueGoesFirst() {
    get(1);
    get(2);
    get(1);
    get(3);

    get(1);
    get(2);

    assertThat(computed).containsExactly(1, 2, 3, 2);
    assertThat(cache.size()).isEqualTo(2);
  }

  @Test
  void aFailureIsNotRemembered() {
    assertThatThrownBy(
            () ->
                cache.get(
                    1,
                    key -> {
                      throw new IllegalArgumentException("no value of " + key);
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(cache.size()).isZero();
    assertThat(get(1)).isEqualTo("1");
  }

  private String get(int key) {
    return cache.get(
        key,
        missing -> {
          computed.add(missing);
          return Integer.toString(missing);
        });
  }
}
