package dev.atoll.types;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads envelopes and says what is wrong with them.
final class EnvelopeDecoder {

  private EnvelopeDecoder() {}

  static Envelope decode(Bytes bytes) {
    try {
      FieldReader fields = new FieldReader("", Cbor.decodeSelfDescribed(bytes).asMap());
      return new Envelope(
          content(new FieldReader("content.", fields.map("content"))),
          fields.optionalBlob("sender_pubkey"),
          fields.optionalBlob("sender_sig"),
          delegations(fields));
    } catch (CborException e) {
      throw new MalformedRequestException("request is not valid CBOR: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedRequestException(String.valueOf(e.getMessage()), e);
    }
  }

  private static RequestContent content(FieldReader fields) {
    String type = fields.text("request_type");
    RequestContent content =
        switch (type) {
          case CallRequest.REQUEST_TYPE -> call(fields);
          case QueryRequest.REQUEST_TYPE -> query(fields);
          case ReadStateRequest.REQUEST_TYPE -> readState(fields);
          default ->
              throw new MalformedRequestException(
                  "content.request_type is '%s', 'call', 'query' or 'read_state' allowed"
                      .formatted(type));
        };
    // Extra fields may hold what has no hash; nobody could name such a request.
    RepresentationHash.hash(content.extraFields());
    return content;
  }

  private static CallRequest call(FieldReader fields) {
    return new CallRequest(
        fields.principal("sender"),
        fields.optionalBlob("nonce"),
        fields.nat64("ingress_expiry"),
        fields.principal("canister_id"),
        fields.text("method_name"),
        fields.blob("arg"),
        senderInfo(fields),
        fields.unread());
  }

  private static QueryRequest query(FieldReader fields) {
    return new QueryRequest(
        fields.principal("sender"),
        fields.optionalBlob("nonce"),
        fields.nat64("ingress_expiry"),
        fields.principal("canister_id"),
        fields.text("method_name"),
        fields.blob("arg"),
        senderInfo(fields),
        fields.unread());
  }

  private static ReadStateRequest readState(FieldReader fields) {
    List<List<Bytes>> paths = new ArrayList<>();
    for (Cbor path : fields.array("paths", ReadStateRequest.PATHS_MAX)) {
      paths.add(labels(fields, path));
    }
    return new ReadStateRequest(
        fields.principal("sender"),
        fields.optionalBlob("nonce"),
        fields.nat64("ingress_expiry"),
        paths,
        fields.unread());
  }

  private static List<Bytes> labels(FieldReader fields, Cbor path) {
    return fields.in("paths", () -> path.asArray().stream().map(Cbor::asBlob).toList());
  }

  private static @Nullable SenderInfo senderInfo(FieldReader fields) {
    Cbor.@Nullable CborMap map = fields.optionalMap("sender_info");
    if (map == null) {
      return null;
    }
    FieldReader info = new FieldReader("content.sender_info.", map);
    return new SenderInfo(info.blob("info"), info.principal("signer"), info.blob("sig"));
  }

  private static List<SignedDelegation> delegations(FieldReader fields) {
    List<SignedDelegation> chain = new ArrayList<>();
    for (Cbor item : fields.optionalArray("sender_delegation", Envelope.DELEGATIONS_MAX)) {
      FieldReader signed =
          new FieldReader("sender_delegation.", fields.in("sender_delegation", item::asMap));
      chain.add(
          new SignedDelegation(
              delegation(
                  new FieldReader("sender_delegation.delegation.", signed.map("delegation"))),
              signed.blob("signature")));
    }
    return chain;
  }

  private static Delegation delegation(FieldReader fields) {
    return new Delegation(
        fields.blob("pubkey"),
        fields.nat64("expiration"),
        fields.has("targets")
            ? fields.array("targets", Delegation.TARGETS_MAX).stream()
                .map(target -> fields.in("targets", target::asPrincipal))
                .toList()
            : null,
        fields.has("permissions") ? fields.text("permissions") : null);
  }
}
