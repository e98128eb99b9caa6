package dev.atoll.kernel.distribution.build;

import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Envelope;
import dev.atoll.types.Leb128;
import dev.atoll.types.Principal;
import dev.atoll.types.QueryRequest;
import dev.atoll.types.RequestContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// What a node is asked for while its AOT cache is recorded: to make canisters, install a
/// [RehearsalModule] in each, and answer updates and queries. Calls are anonymous, and nothing is
/// verified. Candid is written by hand: its codec is for bundles, the kernel has the types alone.
///
/// Source: interface specification, "HTTPS interface", "Candid".
final class Rehearsal {

  /// Of the first canister of a subnet of test networks; any other of the subnet would do.
  private static final Principal SUBNET_OF = Principal.fromText("bkyz2-fmaaa-aaaaa-qaaaq-cai");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration EXPIRY = Duration.ofMinutes(4);

  /// Of a record without fields.
  private static final byte[] EMPTY_RECORD = candid(0x01, 0x6c, 0x00, 0x01, 0x00);

  /// What comes before the identifier in `record { canister_id : principal }`: the end of the
  /// table of types, and one value of ten bytes.
  private static final byte[] CREATED = bytes(0x68, 0x01, 0x00, 0x01, 0x0a);

  private static final int CANISTER_ID_BYTES = 10;

  /// As many as it takes for the JIT compilers to look at the engine's own code.
  private static final int MODULES = 3;

  private final URI node;
  private long nonce;

  Rehearsal(URI node) {
    this.node = node;
  }

  /// @throws IOException if the node does not do it
  void run() throws IOException {
    for (int i = 1; i <= MODULES; i++) {
      run(RehearsalModule.bytes(i));
    }
  }

  private void run(byte[] module) throws IOException {
    byte[] answer =
        call(
            SUBNET_OF,
            Principal.MANAGEMENT_CANISTER,
            "provisional_create_canister_with_cycles",
            EMPTY_RECORD);
    Principal canister = created(answer);
    call(canister, Principal.MANAGEMENT_CANISTER, "install_code", installation(canister, module));
    call(canister, canister, "update", candid(0, 0));
    query(canister, "query", candid(0, 0));
  }

  private byte[] call(Principal effective, Principal canister, String method, byte[] argument)
      throws IOException {
    CallRequest request =
        new CallRequest(
            Principal.ANONYMOUS, nonce(), expiry(), canister, method, Bytes.wrap(argument));
    return post("/api/v4/canister/%s/call".formatted(effective), request);
  }

  private void query(Principal canister, String method, byte[] argument) throws IOException {
    QueryRequest request =
        new QueryRequest(
            Principal.ANONYMOUS, nonce(), expiry(), canister, method, Bytes.wrap(argument));
    post("/api/v3/canister/%s/query".formatted(canister), request);
  }

  private Bytes nonce() {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(++nonce).array());
  }

  private static long expiry() {
    return Math.multiplyExact(Instant.now().plus(EXPIRY).getEpochSecond(), 1_000_000_000L);
  }

  private byte[] post(String path, RequestContent request) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) node.resolve(path).toURL().openConnection();
    try {
      connection.setConnectTimeout((int) PATIENCE.toMillis());
      connection.setReadTimeout((int) PATIENCE.toMillis());
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", "application/cbor");
      try (OutputStream out = connection.getOutputStream()) {
        out.write(Envelope.anonymous(request).encode().toByteArray());
      }
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("%s answers %d, expected 200".formatted(path, status));
      }
      byte[] answer = connection.getInputStream().readAllBytes();
      if (new String(answer, StandardCharsets.ISO_8859_1).contains("rejected")) {
        throw new IOException("%s is rejected".formatted(path));
      }
      return answer;
    } finally {
      connection.disconnect();
    }
  }

  private static Principal created(byte[] answer) throws IOException {
    for (int i = 0; i + CREATED.length + CANISTER_ID_BYTES <= answer.length; i++) {
      if (Arrays.equals(answer, i, i + CREATED.length, CREATED, 0, CREATED.length)) {
        int from = i + CREATED.length;
        return Principal.of(Bytes.copyOf(answer, from, CANISTER_ID_BYTES));
      }
    }
    throw new IOException("the answer names no canister");
  }

  private static byte[] candid(int... rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("DIDL".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(bytes(rest));
    return out.toByteArray();
  }

  /// `record { mode = variant { install }; canister_id; wasm_module; arg }`; fields come in the
  /// order of the hashes of their names.
  private static byte[] installation(Principal canister, byte[] module) {
    Map<Long, byte[]> types = new TreeMap<>();
    types.put(hash("mode"), bytes(1));
    types.put(hash("canister_id"), bytes(0x68));
    types.put(hash("wasm_module"), bytes(2));
    types.put(hash("arg"), bytes(2));
    Map<Long, byte[]> values = new TreeMap<>();
    values.put(hash("mode"), bytes(0));
    values.put(hash("canister_id"), joined(bytes(1), blobValue(canister.bytes().toByteArray())));
    values.put(hash("wasm_module"), blobValue(module));
    values.put(hash("arg"), blobValue(new byte[0]));

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(candid(3, 0x6c, types.size()));
    types.forEach((hash, type) -> out.writeBytes(joined(number(hash), type)));
    out.writeBytes(bytes(0x6b, 1)); // a variant with one case, and a vector of bytes
    out.writeBytes(joined(number(hash("install")), bytes(0x7f)));
    out.writeBytes(bytes(0x6d, 0x7b, 1, 0));
    values.values().forEach(out::writeBytes);
    return out.toByteArray();
  }

  private static long hash(String name) {
    long hash = 0;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = hash * 223 + b & 0xffff_ffffL;
    }
    return hash;
  }

  private static byte[] blobValue(byte[] value) {
    return joined(number(value.length), value);
  }

  private static byte[] number(long value) {
    return Leb128.encodeUnsigned(value).toByteArray();
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
