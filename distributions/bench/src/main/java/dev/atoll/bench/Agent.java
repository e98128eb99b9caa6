package dev.atoll.bench;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidValue;
import dev.atoll.candid.DidFile;
import dev.atoll.candid.TypeEnvironment;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Cbor;
import dev.atoll.types.Certificate;
import dev.atoll.types.Envelope;
import dev.atoll.types.HashTree;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import dev.atoll.types.RequestContent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A minimal anonymous client: no signatures and no verification, so that what is measured is the
/// node. Callable from any thread.
final class Agent {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);

  private static final DidFile MANAGEMENT =
      DidFile.parse(
          """
          service : {
            provisional_create_canister_with_cycles :
              (record { amount : opt nat }) -> (record { canister_id : principal });
            install_code :
              (record { mode : variant { install }; canister_id : principal;
                        wasm_module : blob; arg : blob }) -> ();
          }
          """);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;

  private final AtomicLong nonces = new AtomicLong();

  Agent(String url) {
    this.url = url;
  }

  /// Creates a canister with the code of `module`.
  Principal deploy(Principal anyOfSubnet, Bytes module) throws IOException, InterruptedException {
    Bytes created =
        call(
            anyOfSubnet,
            Principal.MANAGEMENT_CANISTER,
            "provisional_create_canister_with_cycles",
            encode("provisional_create_canister_with_cycles", "(record { amount = null })"));
    CandidValue record =
        CandidCodec.decode(
                MANAGEMENT.environment(),
                MANAGEMENT.method("provisional_create_canister_with_cycles").resultTypes(),
                created,
                dev.atoll.candid.DecodeLimits.DEFAULT)
            .getFirst();
    Principal canister = record.field("canister_id").asPrincipal();
    call(
        canister,
        Principal.MANAGEMENT_CANISTER,
        "install_code",
        encode(
            "install_code",
            "(record { mode = variant { install }; canister_id = principal \"%s\"; wasm_module = blob \"%s\"; arg = blob \"\" })"
                .formatted(canister, escaped(module))));
    return canister;
  }

  private static Bytes encode(String method, String arguments) {
    TypeEnvironment environment = MANAGEMENT.environment();
    var types = MANAGEMENT.method(method).argTypes();
    return CandidCodec.encode(
        environment, types, dev.atoll.candid.CandidText.parse(arguments, environment, types));
  }

  private static String escaped(Bytes bytes) {
    StringBuilder text = new StringBuilder(3 * bytes.size());
    for (int i = 0; i < bytes.size(); i++) {
      text.append("\\%02x".formatted(bytes.get(i)));
    }
    return text.toString();
  }

  /// Calls an update method and waits for its certified reply.
  Bytes call(Principal effective, Principal canister, String method, Bytes arg)
      throws IOException, InterruptedException {
    CallRequest request =
        new CallRequest(
            Principal.ANONYMOUS,
            Bytes.wrap(ByteBuffer.allocate(8).putLong(nonces.incrementAndGet()).array()),
            expiryNanos(),
            canister,
            method,
            arg);
    Cbor.CborMap answer = post("/api/v4/canister/" + effective + "/call", request).asMap();
    if (!answer.require("status").asText().equals("replied")) {
      throw new IllegalStateException("call of " + method + " was rejected: " + answer);
    }
    HashTree tree = Certificate.decode(answer.require("certificate").asBlob()).tree();
    List<Bytes> status =
        List.of(Bytes.ofUtf8("request_status"), request.requestId().bytes(), Bytes.ofUtf8("reply"));
    if (tree.lookup(status) instanceof Lookup.Found(Bytes reply)) {
      return reply;
    }
    throw new IllegalStateException("call of " + method + " has no reply in its certificate");
  }

  /// Calls a query method.
  Bytes query(Principal canister, String method, Bytes arg)
      throws IOException, InterruptedException {
    QueryRequest request =
        new QueryRequest(Principal.ANONYMOUS, null, expiryNanos(), canister, method, arg);
    Cbor.CborMap answer = post("/api/v3/canister/" + canister + "/query", request).asMap();
    if (!answer.require("status").asText().equals("replied")) {
      throw new IllegalStateException("query of " + method + " was rejected: " + answer);
    }
    return answer.require("reply").asMap().require("arg").asBlob();
  }

  private Cbor post(String path, RequestContent content) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .timeout(REQUEST_TIMEOUT)
                .header("content-type", "application/cbor")
                .POST(
                    HttpRequest.BodyPublishers.ofByteArray(
                        Envelope.anonymous(content).encode().unsafeArray()))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(
          path
              + " answered "
              + response.statusCode()
              + ": "
              + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
    }
    return Cbor.decodeSelfDescribed(response.body());
  }

  private static long expiryNanos() {
    return Instant.now().plusSeconds(240).toEpochMilli() * 1_000_000;
  }
}
