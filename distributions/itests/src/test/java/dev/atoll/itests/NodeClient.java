package dev.atoll.itests;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Certificate;
import dev.atoll.types.Envelope;
import dev.atoll.types.HashTree;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import dev.atoll.types.RequestId;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Anonymous calls to a node over HTTP. Safe for many threads.
///
/// Certificates are read here, not verified: that is what the foreign clients are for.
final class NodeClient implements AutoCloseable {

  /// Any canister of the subnet will do where none is named yet.
  private static final Principal ANY_CANISTER = Principal.ofCanisterIndex(0);

  private static final Duration EXPIRY = Duration.ofMinutes(4);

  private static final int NONCE_SIZE_BYTES = 16;

  /// What became of a call.
  sealed interface Answer {

    record Replied(Bytes reply) implements Answer {}

    record Rejected(long code, String errorCode, String message) implements Answer {}

    /// The node took the call and did not answer in time.
    record Accepted() implements Answer {}

    record Refused(int status, String text) implements Answer {}
  }

  /// A call that can be sent more than once.
  record Call(Principal effectiveCanisterId, CallRequest content) {

    RequestId requestId() {
      return content.requestId();
    }
  }

  private final Http http;

  private final SecureRandom random = new SecureRandom();

  NodeClient(URI url) {
    this(new JdkHttp(url));
  }

  NodeClient(Http http) {
    this.http = http;
  }

  /// A call that nobody has sent yet.
  Call call(Principal canister, String method, Bytes arg) {
    return call(canister, canister, method, arg);
  }

  private Call call(Principal effective, Principal canister, String method, Bytes arg) {
    byte[] nonce = new byte[NONCE_SIZE_BYTES];
    random.nextBytes(nonce);
    return new Call(
        effective,
        new CallRequest(Principal.ANONYMOUS, Bytes.wrap(nonce), expiry(), canister, method, arg));
  }

  private static long expiry() {
    return TimeUnit.MILLISECONDS.toNanos(Instant.now().plus(EXPIRY).toEpochMilli());
  }

  /// Sends a call and waits for its answer.
  Answer send(Call call) throws IOException, InterruptedException {
    Http.Response response =
        http.post(
            "/api/v3/canister/%s/call".formatted(call.effectiveCanisterId()),
            Envelope.anonymous(call.content()).encode());
    return switch (response.status()) {
      case 200 ->
          answer(call.requestId(), Cbor.decodeSelfDescribed(response.body().toByteArray()).asMap());
      case 202 -> new Answer.Accepted();
      default -> new Answer.Refused(response.status(), response.body().toUtf8());
    };
  }

  /// Sends a call and does not wait for its answer.
  void submit(Call call) throws IOException, InterruptedException {
    Http.Response response =
        http.post(
            "/api/v2/canister/%s/call".formatted(call.effectiveCanisterId()),
            Envelope.anonymous(call.content()).encode());
    if (response.status() != 202) {
      throw new IllegalStateException(
          "%s answers %d: %s"
              .formatted(call.content().methodName(), response.status(), response.body().toUtf8()));
    }
  }

  private static Answer answer(RequestId id, Cbor.CborMap body) {
    if (!body.has("certificate")) {
      return new Answer.Rejected(
          body.require("reject_code").asNat64(),
          body.require("error_code").asText(),
          body.require("reject_message").asText());
    }
    return certified(id, body.require("certificate").asBlob());
  }

  /// What a certificate says about a call.
  static Answer certified(RequestId id, Bytes certificate) {
    HashTree tree = Certificate.decode(certificate).tree();
    String status = value(tree, id, "status").toUtf8();
    return switch (status) {
      case "replied" -> new Answer.Replied(value(tree, id, "reply"));
      case "rejected" ->
          new Answer.Rejected(
              value(tree, id, "reject_code").get(0),
              value(tree, id, "error_code").toUtf8(),
              value(tree, id, "reject_message").toUtf8());
      default -> throw new IllegalStateException("the status of " + id + " is " + status);
    };
  }

  private static Bytes value(HashTree tree, RequestId id, String field) {
    List<Bytes> path = List.of(Bytes.ofUtf8("request_status"), id.bytes(), Bytes.ofUtf8(field));
    if (tree.lookup(path) instanceof Lookup.Found(Bytes value)) {
      return value;
    }
    throw new IllegalStateException("the certificate shows no %s of %s".formatted(field, id));
  }

  /// Calls and expects a reply.
  Bytes reply(Principal canister, String method, Bytes arg)
      throws IOException, InterruptedException {
    return reply(call(canister, method, arg));
  }

  private Bytes reply(Call call) throws IOException, InterruptedException {
    Answer answer = send(call);
    if (answer instanceof Answer.Replied(Bytes reply)) {
      return reply;
    }
    throw new IllegalStateException(call.content().methodName() + " gave " + answer);
  }

  /// Asks and expects a reply.
  Bytes query(Principal canister, String method) throws IOException, InterruptedException {
    return query(canister, method, Bytes.EMPTY);
  }

  Bytes query(Principal canister, String method, Bytes arg)
      throws IOException, InterruptedException {
    QueryRequest request =
        new QueryRequest(Principal.ANONYMOUS, null, expiry(), canister, method, arg);
    Http.Response response =
        http.post(
            "/api/v2/canister/%s/query".formatted(canister), Envelope.anonymous(request).encode());
    if (response.status() != 200) {
      throw new IllegalStateException(
          "query %s answers %d: %s".formatted(method, response.status(), response.body().toUtf8()));
    }
    Cbor.CborMap body = Cbor.decodeSelfDescribed(response.body().toByteArray()).asMap();
    if (!body.require("status").asText().equals("replied")) {
      throw new IllegalStateException(
          "query %s was rejected: %s".formatted(method, body.require("reject_message").asText()));
    }
    return body.require("reply").asMap().require("arg").asBlob();
  }

  /// Creates a canister of the anonymous user and installs a module.
  Principal deploy(Bytes module) throws IOException, InterruptedException {
    Bytes created =
        reply(
            call(
                ANY_CANISTER,
                Principal.MANAGEMENT_CANISTER,
                "provisional_create_canister_with_cycles",
                CandidCodec.encodeUntyped(CandidText.parse("(record {})"))));
    CandidValue canister =
        CandidCodec.decodeUntyped(created).getFirst().asRecord().get("canister_id");
    Principal id = canister.asPrincipal();
    reply(call(id, Principal.MANAGEMENT_CANISTER, "install_code", install(id, module)));
    return id;
  }

  /// The argument of `install_code`.
  static Bytes install(Principal canister, Bytes module) {
    return CandidCodec.encodeUntyped(
        List.of(
            CandidValues.record()
                .field("mode", CandidValues.variant("install"))
                .field("canister_id", CandidValues.principal(canister))
                .field("wasm_module", CandidValues.blob(module))
                .field("arg", CandidValues.blob(Bytes.EMPTY))
                .build()));
  }

  @Override
  public void close() {
    http.close();
  }
}
