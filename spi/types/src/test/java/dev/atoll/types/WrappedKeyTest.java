package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atoll.types.WrappedKey.Algorithm;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class WrappedKeyTest {

  /// Source: Internet Computer interface specification, "Web Authentication".
  private static final Bytes SPECIFIED =
      Bytes.ofHex(
          "305e300c060a2b0601040183b8430101034e00a50102032620012158207ffd83632072fd1bfeaf3fbaa43146e0"
              + "ef95c3f55e3994a41bbf2b5174d771da22582032497eed0a7f6f000928765b8318162cfd80a94e525a"
              + "6a368c2363063d04e6ed");

  @Test
  void theSpecifiedCoseKeyIsUnwrapped() {
    assertThat(WrappedKey.is(Algorithm.COSE, SPECIFIED)).isTrue();
    assertThat(WrappedKey.is(Algorithm.CANISTER, SPECIFIED)).isFalse();
    assertThat(WrappedKey.bits(Algorithm.COSE, SPECIFIED).toHex())
        .startsWith("a5010203262001")
        .endsWith("063d04e6ed");
  }

  @Property
  void unwrappingUndoesWrapping(
      @ForAll Algorithm algorithm, @ForAll @Size(max = 700) byte[] content) {
    Bytes bits = Bytes.wrap(content);

    assertThat(WrappedKey.bits(algorithm, WrappedKey.wrap(algorithm, bits))).isEqualTo(bits);
  }

  @Test
  void aLengthInALongerFormIsRefused() {
    Bytes longer = Bytes.concat(Bytes.ofHex("30815e"), tail(2));

    assertThat(WrappedKey.is(Algorithm.COSE, longer)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WrappedKey.bits(Algorithm.COSE, longer))
        .withMessage("public key is not of the algorithm COSE");
  }

  @Test
  void bytesAfterTheKeyAreRefused() {
    Bytes longer = Bytes.concat(SPECIFIED, Bytes.ofHex("00"));

    assertThat(WrappedKey.is(Algorithm.COSE, longer)).isFalse();
  }

  private static Bytes tail(int from) {
    return Bytes.copyOf(SPECIFIED.unsafeArray(), from, SPECIFIED.size() - from);
  }
}
