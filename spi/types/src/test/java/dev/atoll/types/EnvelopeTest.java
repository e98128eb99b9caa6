package dev.atoll.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EnvelopeTest {

  private static final Principal SENDER = Principal.selfAuthenticating(new byte[] {1, 2, 3});

  private static final Bytes BLOB = Bytes.ofHex("0102");

  private static final CallRequest CALL =
      new CallRequest(Principal.ANONYMOUS, BLOB, -1, Principal.ofCanisterIndex(1), "greet", BLOB);

  private static final ReadStateRequest READ_STATE =
      new ReadStateRequest(
          Principal.ANONYMOUS, null, 7, List.of(HashTree.path("time"), HashTree.path("a", "b")));

  @Test
  void whatWasWrittenIsReadAgain() {
    Delegation delegation =
        new Delegation(
            BLOB, -2, List.of(Principal.ofCanisterIndex(3)), Delegation.PERMISSIONS_QUERIES);
    QueryRequest query =
        new QueryRequest(
            SENDER,
            null,
            5,
            Principal.MANAGEMENT_CANISTER,
            "list",
            Bytes.EMPTY,
            new SenderInfo(BLOB, Principal.ofCanisterIndex(4), BLOB),
            Cbor.map().put("future", "field").build());

    for (Envelope envelope :
        List.of(
            Envelope.anonymous(CALL),
            Envelope.anonymous(READ_STATE),
            new Envelope(query, BLOB, BLOB, List.of(new SignedDelegation(delegation, BLOB))))) {
      Envelope read = Envelope.decode(envelope.encode());

      assertThat(read).isEqualTo(envelope);
      assertThat(read.content().requestId()).isEqualTo(envelope.content().requestId());
    }
  }

  @Test
  void theTagMayBeMissing() {
    Bytes encoded = Envelope.anonymous(CALL).encode();

    assertThat(encoded.toHex()).startsWith("d9d9f7");
    assertThat(Envelope.decode(Bytes.ofHex(encoded.toHex().substring(6))))
        .isEqualTo(Envelope.anonymous(CALL));
  }

  @Test
  void anOptionalFieldThatIsNullCountsAsAbsent() {
    Map<String, Cbor> content = new LinkedHashMap<>(READ_STATE.toCbor().entries());
    content.put("nonce", new Cbor.Null());
    content.put("future", new Cbor.Null());
    Bytes encoded =
        Cbor.map()
            .put("content", map(content))
            .put("sender_pubkey", new Cbor.Null())
            .put("sender_sig", new Cbor.Null())
            .put("sender_delegation", new Cbor.Null())
            .build()
            .encode();

    assertThat(Envelope.decode(encoded)).isEqualTo(Envelope.anonymous(READ_STATE));
  }

  @Test
  void aFieldThatIsNotKnownCountsForTheId() {
    Map<String, Cbor> content = new LinkedHashMap<>(CALL.toCbor().entries());
    content.put("future", Cbor.nat(1));

    RequestContent read = Envelope.decode(envelope(content)).content();

    assertThat(read.extraFields().entries()).containsExactly(Map.entry("future", Cbor.nat(1)));
    assertThat(read.requestId().bytes()).isEqualTo(RepresentationHash.hash(content));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "sender | - | content.sender is missing",
        "sender | 6161 | content.sender: expected blob, found text",
        "ingress_expiry | 20 | content.ingress_expiry: expected nat, found negative integer",
        "ingress_expiry | c249010000000000000000 | content.ingress_expiry: nat has 65 bits, at most"
            + " 64 allowed",
        "method_name | 4161 | content.method_name: expected text, found blob",
        "request_type | 6161 | content.request_type is 'a', 'call', 'query' or 'read_state'"
            + " allowed",
        "request_type | - | content.request_type is missing",
        "arg | - | content.arg is missing",
        "sender_info | a0 | content.sender_info.info is missing",
        "extra | f5 | no hash is defined for a value of kind bool"
      })
  void aWrongFieldIsNamedWithWhatIsWrong(String field, String hex, String reason) {
    Map<String, Cbor> content = new LinkedHashMap<>(CALL.toCbor().entries());
    if (hex.equals("-")) {
      content.remove(field);
    } else {
      content.put(field, Cbor.decode(Bytes.ofHex(hex)));
    }

    assertThatThrownBy(() -> Envelope.decode(envelope(content)))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage(reason);
  }

  @Test
  void limitsAreKept() {
    assertRefused(
        "nonce", Cbor.blob(Bytes.wrap(new byte[33])), "nonce is 33 bytes, at most 32 allowed");
    assertRefused(
        "paths",
        Cbor.array(Collections.nCopies(1001, Cbor.array())),
        "content.paths has 1001 items, at most 1000 allowed");
    assertRefused(
        "paths",
        Cbor.array(Cbor.array(Collections.nCopies(128, Cbor.blob(BLOB)))),
        "path has 128 labels, at most 127 allowed");
    assertRefused(
        "paths",
        Cbor.array(Cbor.array(Cbor.text("a"))),
        "content.paths: expected blob, found text");
  }

  @Test
  void aDelegationKeepsItsLimits() {
    assertDelegationRefused(
        delegation().put("permissions", "calls").build(),
        "permissions are 'calls', 'queries' or 'all' allowed");
    assertDelegationRefused(
        delegation().put("targets", Collections.nCopies(1001, Cbor.blob(BLOB))).build(),
        "sender_delegation.delegation.targets has 1001 items, at most 1000 allowed");
    assertDelegationRefused(
        Cbor.map().put("pubkey", BLOB).build(),
        "sender_delegation.delegation.expiration is missing");
    assertThatThrownBy(
            () -> Envelope.decode(signedBy(Collections.nCopies(21, signed(delegation().build())))))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage("sender_delegation has 21 items, at most 20 allowed");
  }

  @Test
  void aDelegationTellsWhatItAllows() {
    Delegation queries = new Delegation(BLOB, 1, List.of(SENDER), Delegation.PERMISSIONS_QUERIES);
    Delegation all = new Delegation(BLOB, 1, null, null);

    assertThat(queries.allowsCalls()).isFalse();
    assertThat(all.allowsCalls()).isTrue();
    assertThat(queries.allowsTarget(SENDER)).isTrue();
    assertThat(queries.allowsTarget(Principal.ANONYMOUS)).isFalse();
    assertThat(all.allowsTarget(Principal.ANONYMOUS)).isTrue();
    assertThat(queries.signedPayload().size()).isEqualTo(27 + 32);
  }

  @Test
  void onlyTheAnonymousSenderSignsNothing() {
    Map<String, Cbor> content = new LinkedHashMap<>(CALL.toCbor().entries());
    content.put("sender", Cbor.blob(SENDER));

    assertThatThrownBy(() -> Envelope.decode(envelope(content)))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage(
            "sender is %s, so sender_pubkey and sender_sig must be present, missing: sender_pubkey"
                .formatted(SENDER));
    Bytes signedAnonymous =
        Cbor.map()
            .put("content", CALL.toCbor())
            .put("sender_sig", BLOB)
            .build()
            .encodeSelfDescribed();
    assertThatThrownBy(() -> Envelope.decode(signedAnonymous))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage(
            "sender is anonymous, so sender_pubkey, sender_sig and sender_delegation must be"
                + " absent");
  }

  @Property
  void aDamagedRequestIsReadOrRefused(@ForAll int at, @ForAll byte damage) {
    byte[] bytes = Envelope.anonymous(CALL).encode().toByteArray();
    bytes[Math.floorMod(at, bytes.length)] ^= damage;

    try {
      Envelope read = Envelope.decode(Bytes.wrap(bytes));
      assertThat(Envelope.decode(read.encode())).isEqualTo(read);
    } catch (MalformedRequestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void assertRefused(String field, Cbor value, String reason) {
    Map<String, Cbor> content = new LinkedHashMap<>(READ_STATE.toCbor().entries());
    content.put(field, value);
    assertThatThrownBy(() -> Envelope.decode(envelope(content)))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage(reason);
  }

  private static void assertDelegationRefused(Cbor.CborMap delegation, String reason) {
    assertThatThrownBy(() -> Envelope.decode(signedBy(List.of(signed(delegation)))))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage(reason);
  }

  private static CborMapBuilder delegation() {
    return Cbor.map().put("pubkey", BLOB).putNat64("expiration", 1);
  }

  private static Cbor.CborMap signed(Cbor.CborMap delegation) {
    return Cbor.map().put("delegation", delegation).put("signature", BLOB).build();
  }

  private static Bytes signedBy(List<Cbor.CborMap> chain) {
    Map<String, Cbor> content = new LinkedHashMap<>(CALL.toCbor().entries());
    content.put("sender", Cbor.blob(SENDER));
    return Cbor.map()
        .put("content", map(content))
        .put("sender_pubkey", BLOB)
        .put("sender_sig", BLOB)
        .put("sender_delegation", chain)
        .build()
        .encode();
  }

  private static Bytes envelope(Map<String, Cbor> content) {
    return Cbor.map().put("content", map(content)).build().encodeSelfDescribed();
  }

  private static Cbor.CborMap map(Map<String, Cbor> entries) {
    SequencedMap<String, Cbor> ordered = new LinkedHashMap<>(entries);
    return new Cbor.CborMap(ordered);
  }
}
