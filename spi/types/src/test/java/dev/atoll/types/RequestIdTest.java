package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The worked examples of the interface specification, "Request ids" and
/// "Representation-independent hashing of structured data".
final class RequestIdTest {

  private static final Bytes ARG = Bytes.ofHex("4449444c00fd2a");

  private final CallRequest call =
      new CallRequest(
          Principal.ANONYMOUS,
          null,
          1_685_570_400_000_000_000L,
          Principal.of(Bytes.ofHex("00000000000004d2")),
          "hello",
          ARG);

  @Test
  void theExampleHasItsRequestId() {
    assertThat(call.requestId())
        .hasToString("0x1d1091364d6bb8a6c16b203ee75467d59ead468f523eb058880ae8ec80e2b101");
  }

  @Test
  void theIdDependsOnEveryField() {
    Bytes nonce = Bytes.ofHex("01");
    QueryRequest query =
        new QueryRequest(
            call.sender(),
            null,
            call.ingressExpiryNanos(),
            call.canisterId(),
            call.methodName(),
            call.arg());
    CallRequest withNonce =
        new CallRequest(
            call.sender(),
            nonce,
            call.ingressExpiryNanos(),
            call.canisterId(),
            call.methodName(),
            call.arg());
    CallRequest withExtra =
        new CallRequest(
            call.sender(),
            null,
            call.ingressExpiryNanos(),
            call.canisterId(),
            call.methodName(),
            call.arg(),
            null,
            Cbor.map().put("future", "field").build());

    assertThat(
            List.of(
                call.requestId(), query.requestId(), withNonce.requestId(), withExtra.requestId()))
        .doesNotHaveDuplicates();
  }

  @Test
  void theSignedPayloadBeginsWithItsPurpose() {
    assertThat(call.signedPayload().toHex())
        .isEqualTo("0a" + Bytes.ofUtf8("ic-request").toHex() + call.requestId().bytes().toHex());
    assertThat(DomainSeparator.IC_REQUEST_AUTH_DELEGATION.bytes().toHex()).startsWith("1a");
    assertThat(DomainSeparator.IC_RESPONSE.bytes().toHex()).startsWith("0b");
    assertThat(DomainSeparator.IC_STATE_ROOT.bytes().toHex()).startsWith("0d");
    assertThat(DomainSeparator.IC_SENDER_INFO.bytes().toHex()).startsWith("0e");
  }

  @Test
  void aNestedMapIsHashedAsItsFieldsAre() {
    Bytes arg = Bytes.ofHex("4449444c0000");
    Cbor.CborMap reply = Cbor.map().put("reply", Cbor.map().put("arg", arg).build()).build();

    Bytes inner = sha256(sha256(Bytes.ofUtf8("arg")), sha256(arg));
    assertThat(RepresentationHash.hash(reply))
        .isEqualTo(sha256(sha256(Bytes.ofUtf8("reply")), inner))
        .isEqualTo(RepresentationHash.hash(reply.entries()));
  }

  @Test
  void numbersAndArraysAreHashedByTheirEncoding() {
    assertThat(RepresentationHash.hash(Cbor.nat(624485))).isEqualTo(sha256(Bytes.ofHex("e58e26")));
    assertThat(RepresentationHash.hash(new Cbor.NegInt(BigInteger.valueOf(-123456))))
        .isEqualTo(sha256(Bytes.ofHex("c0bb78")));
    assertThat(RepresentationHash.hash(Cbor.array(Cbor.text("a"), Cbor.text("b"))))
        .isEqualTo(sha256(sha256(Bytes.ofUtf8("a")), sha256(Bytes.ofUtf8("b"))));
  }

  @Test
  void aValueWithoutADefinedHashIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RepresentationHash.hash(Cbor.map().put("a", Cbor.bool(true)).build()))
        .withMessage("no hash is defined for a value of kind bool");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RequestId(Bytes.ofHex("00")))
        .withMessage("request id is 1 bytes, 32 expected");
  }

  private static Bytes sha256(Bytes... parts) {
    return Bytes.wrap(Hashes.sha256(Bytes.concat(parts).unsafeArray()));
  }
}
