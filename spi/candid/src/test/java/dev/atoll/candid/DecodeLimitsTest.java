package dev.atoll.candid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.atoll.types.Bytes;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Small messages that stand for much work.
final class DecodeLimitsTest {

  private static final String MAGIC = "4449444c";

  private static final Duration MESSAGE_MAX = Duration.ofSeconds(10);

  /// Half of what the JVM gives a thread on most systems.
  private static final long SMALL_STACK_BYTES = 512 * 1024;

  @Test
  void valuesAtTheDepthLimitFitASmallStack() throws InterruptedException {
    TypeEnvironment environment =
        DidFile.parse("type list = opt record { nat8; list }").environment();
    List<CandidType> types = List.of(new CandidType.Var("list"));
    StringBuilder text = new StringBuilder();
    int cells = DecodeLimits.DEPTH_MAX / 2;
    text.append("(").append("opt record { 1; ".repeat(cells - 1)).append("null");
    text.append(" }".repeat(cells - 1)).append(")");
    AtomicReference<Throwable> failure = new AtomicReference<>();

    Thread thread =
        new Thread(
            null,
            () -> {
              List<CandidValue> values = CandidText.parse(text.toString(), environment, types);
              Bytes message = CandidCodec.encode(environment, types, values);
              CandidCodec.decode(environment, types, message, DecodeLimits.DEFAULT);
              CandidCodec.decode(environment, List.of(), message, DecodeLimits.DEFAULT);
              CandidCodec.decodeUntyped(message);
              CandidText.print(values);
            },
            "small stack",
            SMALL_STACK_BYTES);
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    thread.join();

    assertThat(failure.get()).isNull();
  }

  @Test
  void deeperValuesAreRejected() {
    // opt opt opt …, as deep as there are bytes.
    Bytes message = Bytes.ofHex(MAGIC + "016e000100" + "01".repeat(600) + "00");

    assertThatThrownBy(() -> CandidCodec.decodeUntyped(message))
        .isInstanceOf(CandidException.class)
        .hasMessageContaining("values are nested more than 512 deep");
    assertThatThrownBy(() -> decode("()", message))
        .isInstanceOf(CandidException.class)
        .hasMessageContaining("values are nested more than 512 deep");
  }

  @Test
  void skippedValuesHaveAQuotaOfTheirOwn() {
    Bytes message =
        CandidCodec.encodeUntyped(
            List.of(CandidValues.nat(1), CandidValues.blob(Bytes.wrap(new byte[20_000]))));
    List<CandidType> types = List.of(PrimitiveType.NAT);

    assertThat(CandidCodec.decode(TypeEnvironment.EMPTY, types, message, DecodeLimits.DEFAULT))
        .hasSize(1);
    assertThatThrownBy(
            () ->
                CandidCodec.decode(
                    TypeEnvironment.EMPTY, types, message, DecodeLimits.MANAGEMENT_CANISTER))
        .isInstanceOf(CandidException.class)
        .hasMessage(
            "argument 1: message needs more than 10000 units of work for values that are skipped");
  }

  @Test
  void aLargeBlobIsCheap() {
    Bytes blob = Bytes.wrap(new byte[10 * 1024 * 1024]);
    Bytes message = CandidCodec.encodeUntyped(List.of(CandidValues.blob(blob)));

    assertThat(
            CandidCodec.decode(
                    TypeEnvironment.EMPTY,
                    List.of(CandidType.BLOB),
                    message,
                    DecodeLimits.MANAGEMENT_CANISTER)
                .getFirst()
                .asBlob())
        .isEqualTo(blob);
  }

  @Test
  void aLargeTypeTableIsRejected() {
    // 10,001 entries of `opt nat`.
    Bytes message = Bytes.ofHex(MAGIC + "914e" + "6e7d".repeat(10_001) + "00");

    assertThatThrownBy(() -> CandidCodec.decodeUntyped(message))
        .isInstanceOf(CandidException.class)
        .hasMessage("type table has 10001 entries, at most 10000 allowed");
  }

  @Test
  void goingBackOverOptionsIsPaidFor() {
    // Each level of the type is read, does not fit, and is read again to skip it.
    TypeEnvironment environment =
        DidFile.parse("type t = opt record { 0 : t; 1 : nat }").environment();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(Bytes.ofHex(MAGIC + "026e016c02000001710100").toByteArray());
    for (int i = 0; i < 250; i++) {
      message.write(1);
    }
    message.write(0);
    byte[] text = new byte[1000];
    for (int i = 0; i < 250; i++) {
      message.writeBytes(new byte[] {(byte) 0xe8, 7});
      message.writeBytes(text);
    }

    assertTimeout(
        MESSAGE_MAX,
        () ->
            assertThatThrownBy(
                    () ->
                        CandidCodec.decode(
                            environment,
                            List.of(new CandidType.Var("t")),
                            Bytes.wrap(message.toByteArray()),
                            DecodeLimits.DEFAULT))
                .isInstanceOf(CandidException.class)
                .hasMessageContaining("units of work to decode"));
  }

  @Test
  void aLongChainOfTypesIsComparedWithoutRecursion() {
    // table0 = func () -> (table1); table1 = vec table2; … table9999 = vec table9999
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(Bytes.ofHex(MAGIC + "904e" + "6a00010100").toByteArray());
    for (int i = 1; i < 10_000; i++) {
      message.write(0x6d);
      ByteWriter index = new ByteWriter();
      index.writeSleb(Math.min(i + 1, 9_999));
      message.writeBytes(index.toBytes().toByteArray());
    }
    message.writeBytes(Bytes.ofHex("0100" + "0101000161").toByteArray());
    TypeEnvironment environment = DidFile.parse("type v = vec v").environment();

    List<CandidValue> values =
        CandidCodec.decode(
            environment,
            List.of(TypeParser.parse("func () -> (v)")),
            Bytes.wrap(message.toByteArray()),
            DecodeLimits.DEFAULT);

    assertThat(values.getFirst().asFunc().method()).isEqualTo("a");
  }

  @Test
  void aNumberOfAMegabyteTakesBoundedTime() {
    Bytes message = Bytes.ofHex(MAGIC + "00017c" + "ff".repeat(1_000_000) + "7f");

    assertTimeout(
        MESSAGE_MAX,
        () -> assertThat(decode("(int)", message).getFirst()).isEqualTo(CandidValues.integer(-1)));
  }

  private static List<CandidValue> decode(String types, Bytes message) {
    return CandidCodec.decode(
        TypeEnvironment.EMPTY, TypeParser.parseTuple(types), message, DecodeLimits.DEFAULT);
  }
}
