package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class CborPropertyTest {

  @Property
  void whatWasWrittenIsReadAgain(@ForAll("values") Cbor value) {
    assertThat(Cbor.decode(value.encode())).isEqualTo(value);
    assertThat(Cbor.decodeSelfDescribed(value.encodeSelfDescribed())).isEqualTo(value);
  }

  @Property
  void encodingIsAFixedPoint(@ForAll("values") Cbor value) {
    assertThat(Cbor.decode(value.encode()).encode()).isEqualTo(value.encode());
  }

  @Property(tries = 20_000)
  void anyBytesAreReadOrRefused(@ForAll @Size(max = 64) byte[] bytes) {
    readOrRefuse(bytes);
  }

  @Property
  void aDamagedDocumentIsReadOrRefused(
      @ForAll("values") Cbor value, @ForAll int at, @ForAll byte damage) {
    byte[] bytes = value.encode().toByteArray();
    bytes[Math.floorMod(at, bytes.length)] ^= damage;

    readOrRefuse(bytes);
  }

  @Property
  void aCutDocumentIsRefused(@ForAll("values") Cbor value, @ForAll @IntRange(min = 1) int cut) {
    Bytes whole = value.encode();
    Bytes part = Bytes.copyOf(whole.unsafeArray(), 0, whole.size() - 1 - cut % whole.size());

    assertThat(isRefused(part.toByteArray())).isTrue();
  }

  @Provide
  Arbitrary<Cbor> values() {
    return values(3);
  }

  static Arbitrary<Cbor> values(int depth) {
    Arbitrary<Cbor> simple =
        Arbitraries.oneOf(
            Arbitraries.bigIntegers()
                .between(BigInteger.ZERO, BigInteger.ONE.shiftLeft(130))
                .map(Cbor::nat),
            Arbitraries.bigIntegers()
                .between(BigInteger.ONE.shiftLeft(130).negate(), BigInteger.ONE.negate())
                .map(Cbor.NegInt::new),
            Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(40)
                .map(b -> Cbor.blob(Bytes.wrap(b))),
            Arbitraries.strings().excludeChars(surrogates()).ofMaxLength(30).map(Cbor::text),
            Arbitraries.of(true, false).map(Cbor::bool),
            Arbitraries.just(new Cbor.Null()));
    if (depth == 0) {
      return simple;
    }
    Arbitrary<Cbor> nested = Arbitraries.lazy(() -> values(depth - 1));
    return Arbitraries.frequencyOf(
        Tuple.of(3, simple),
        Tuple.of(1, nested.list().ofMaxSize(4).map(Cbor::array)),
        Tuple.of(
            1,
            Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(4), nested)
                .ofMaxSize(4)
                .map(
                    map -> {
                      CborMapBuilder builder = Cbor.map();
                      map.forEach(builder::put);
                      return builder.build();
                    })),
        Tuple.of(
            1,
            nested.flatMap(
                value ->
                    Arbitraries.longs()
                        .greaterOrEqual(4)
                        .map(tag -> new Cbor.Tagged(tag, value)))));
  }

  private static char[] surrogates() {
    char[] all = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
    for (int i = 0; i < all.length; i++) {
      all[i] = (char) (Character.MIN_SURROGATE + i);
    }
    return all;
  }

  private static void readOrRefuse(byte[] bytes) {
    if (!isRefused(bytes)) {
      assertThat(Cbor.decode(Cbor.decode(bytes).encode())).isEqualTo(Cbor.decode(bytes));
    }
  }

  /// Anything but [CborException] fails the test.
  private static boolean isRefused(byte[] bytes) {
    try {
      Cbor _ = Cbor.decode(bytes);
      return false;
    } catch (CborException e) {
      return true;
    }
  }
}
