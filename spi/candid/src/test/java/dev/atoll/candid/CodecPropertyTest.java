package dev.atoll.candid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Properties of all types and values, each of which comes from a seed.
final class CodecPropertyTest {

  private static final Duration ONE_MESSAGE_MAX = Duration.ofSeconds(5);

  @Property
  void decodingUndoesEncoding(@ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();
    List<CandidType> types = random.types();
    List<CandidValue> values = random.values(environment, types);

    Bytes message = CandidCodec.encode(environment, types, values);

    assertThat(CandidCodec.decode(environment, types, message, DecodeLimits.DEFAULT))
        .isEqualTo(values);
  }

  @Property
  void aMessageReadByItsOwnTypesCanBePassedOn(@ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();
    List<CandidType> types = random.types();
    List<CandidValue> values = random.values(environment, types);
    Bytes message = CandidCodec.encode(environment, types, values);

    CandidMessage read = CandidCodec.decodeMessage(message, DecodeLimits.DEFAULT);

    assertThat(read.values()).isEqualTo(values);
    Bytes passedOn = CandidCodec.encode(read.environment(), read.types(), read.values());
    assertThat(CandidCodec.decode(environment, types, passedOn, DecodeLimits.DEFAULT))
        .isEqualTo(values);
  }

  @Property
  void parsingUndoesPrinting(@ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();
    List<CandidType> types = random.types();
    List<CandidValue> values = random.values(environment, types);

    String text = CandidText.print(values);

    assertThat(CandidText.parse(text, environment, types)).as(text).isEqualTo(values);
  }

  @Property
  void printedTypesParseAgain(@ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    random.environment();

    for (CandidType type : random.types()) {
      assertThat(TypeParser.parse(type.toString())).isEqualTo(type);
    }
  }

  @Property
  void everyTypeIsASubtypeOfItself(@ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();

    for (CandidType type : random.types()) {
      assertThat(Subtyping.whyNot(environment, type, environment, type)).isEmpty();
    }
  }

  @Property
  void valuesOfASubtypeDecode(@ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();
    CandidType type = random.types().getFirst();
    CandidType wider = random.generalize(environment, type, 5);
    CandidValue value = random.value(environment, type, 0);
    Bytes message = CandidCodec.encode(environment, List.of(type), List.of(value));

    assertThat(Subtyping.whyNot(environment, type, environment, wider)).isEmpty();
    assertThat(CandidCodec.decode(environment, List.of(wider), message, DecodeLimits.DEFAULT))
        .hasSize(1);
  }

  @Property
  void unrelatedTypesDecodeIfTheyAreSubtypes(@ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();
    CandidType type = random.type(2, false);
    CandidType other = random.type(2, false);
    Bytes message =
        CandidCodec.encode(environment, List.of(type), List.of(random.value(environment, type, 0)));

    if (Subtyping.isSubtype(environment, type, environment, other)) {
      CandidCodec.decode(environment, List.of(other), message, DecodeLimits.DEFAULT);
    }
  }

  @Property
  void aMutatedMessageDecodesOrFailsPolitely(@ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();
    List<CandidType> types = random.types();
    Bytes message =
        random.mutate(CandidCodec.encode(environment, types, random.values(environment, types)));

    decodeInBoundedTime(environment, types, message);
  }

  @Property
  void randomBytesDecodeOrFailPolitely(@ForAll long seed, @ForAll byte[] tail) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();
    Bytes message = Bytes.ofHex("4449444c" + Bytes.copyOf(tail).toHex());

    decodeInBoundedTime(environment, random.types(), message);
  }

  @Property
  void randomTextParsesOrFailsPolitely(@ForAll String source, @ForAll long seed) {
    RandomCandid random = new RandomCandid(seed);
    TypeEnvironment environment = random.environment();
    List<CandidType> types = random.types();
    String text = CandidText.print(random.values(environment, types));
    int cut = Math.floorMod(seed, text.length());

    politely(() -> CandidText.parse(source));
    politely(() -> CandidText.parse(text.substring(0, cut) + source, environment, types));
    politely(() -> DidFile.parse(source));
    politely(() -> TypeParser.parse("record {" + source));
  }

  private static void decodeInBoundedTime(
      TypeEnvironment environment, List<CandidType> types, Bytes message) {
    long start = System.nanoTime();
    politely(() -> CandidCodec.decode(environment, types, message, DecodeLimits.DEFAULT));
    politely(() -> CandidCodec.decodeUntyped(message));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ONE_MESSAGE_MAX);
  }

  private static void politely(Runnable work) {
    try {
      work.run();
    } catch (CandidException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }
}
