package dev.atoll.spi.tck.gateway;

import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.Refusal;
import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Certificate;
import dev.atoll.types.Envelope;
import dev.atoll.types.HashTree;
import dev.atoll.types.Hashes;
import dev.atoll.types.Height;
import dev.atoll.types.Leb128;
import dev.atoll.types.Principal;
import dev.atoll.types.ReadStateRequest;
import dev.atoll.types.RequestId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/// A subnet that has a status and a state to read, and executes nothing.
///
/// Its certificates have the form of real ones and no valid signature. Who may read a path is not
/// looked at, but that a canister's path is asked for at the canister is. Callable from any thread.
public final class SimulatedSubnet implements SubnetClient {

  public static final Principal FIRST_CANISTER = Principal.ofCanisterIndex(0x8000_0000_0010_0001L);

  private static final Refusal EXECUTES_NOTHING =
      new Refusal(Refusal.Kind.UNAVAILABLE, "the simulated subnet executes nothing");

  private final SortedMap<Principal, Bytes> canisters = new ConcurrentSkipListMap<>();

  private volatile SubnetStatus.Health health = SubnetStatus.Health.HEALTHY;

  private volatile Height height = new Height(42);

  /// Adds a canister, with the hash of its module; [Bytes#EMPTY] if none is installed.
  public SimulatedSubnet withCanister(Principal id, Bytes moduleHash) {
    canisters.put(id, moduleHash);
    return this;
  }

  public void set(SubnetStatus.Health health, Height height) {
    this.health = health;
    this.height = height;
  }

  @Override
  public SubnetStatus status() {
    return new SubnetStatus(
        Bytes.wrap(new byte[133]),
        Principal.selfAuthenticating(new byte[133]),
        FIRST_CANISTER,
        health,
        height,
        "0.0.0");
  }

  @Override
  public QueryResult readState(Principal effectiveCanisterId, Bytes envelope, ApiVersion version) {
    return read(envelope, effectiveCanisterId);
  }

  @Override
  public QueryResult readSubnetState(Principal subnetId, Bytes envelope, ApiVersion version) {
    return read(envelope, subnetId);
  }

  private QueryResult read(Bytes envelope, Principal id) {
    if (!(Envelope.decode(envelope).content() instanceof ReadStateRequest request)) {
      return refused(Refusal.Kind.BAD_REQUEST, "expected a read_state request");
    }
    Bytes canisters = Bytes.ofUtf8("canister");
    boolean elsewhere =
        request.paths().stream()
            .anyMatch(
                p -> p.size() > 1 && p.get(0).equals(canisters) && !p.get(1).equals(id.bytes()));
    if (elsewhere) {
      return refused(Refusal.Kind.BAD_REQUEST, "Effective principal id in URL does not match");
    }
    HashTree shown = HashTree.prune(tree(), request.paths());
    Bytes signature = Bytes.wrap(Hashes.sha256(shown.rootHash().unsafeArray()));
    return new QueryResult.Answer(
        Cbor.map()
            .put("certificate", new Certificate(shown, signature, null).encode())
            .build()
            .encodeSelfDescribed());
  }

  private HashTree tree() {
    SortedMap<Bytes, HashTree> byId = new TreeMap<>();
    canisters.forEach((id, hash) -> byId.put(id.bytes(), canister(hash)));
    SortedMap<Bytes, HashTree> root = new TreeMap<>();
    root.put(Bytes.ofUtf8("canister"), HashTree.labeledForest(byId));
    root.put(Bytes.ofUtf8("time"), HashTree.leaf(Leb128.encodeUnsigned(height.value())));
    return HashTree.labeledForest(root);
  }

  private static HashTree canister(Bytes moduleHash) {
    SortedMap<Bytes, HashTree> fields = new TreeMap<>();
    fields.put(
        Bytes.ofUtf8("controllers"),
        HashTree.leaf(Cbor.array(Collections.emptyList()).encodeSelfDescribed()));
    if (!moduleHash.isEmpty()) {
      fields.put(Bytes.ofUtf8("module_hash"), HashTree.leaf(moduleHash));
    }
    return HashTree.labeledForest(fields);
  }

  @Override
  public SubmitResult submitCall(Principal effectiveCanisterId, Bytes envelope) {
    return new SubmitResult.Refused(EXECUTES_NOTHING);
  }

  @Override
  public SubmitResult submitSubnetCall(Principal subnetId, Bytes envelope) {
    return new SubmitResult.Refused(EXECUTES_NOTHING);
  }

  @Override
  public CompletableFuture<Bytes> answer(RequestId requestId, ApiVersion version) {
    return new CompletableFuture<>();
  }

  @Override
  public QueryResult query(Principal effectiveCanisterId, Bytes envelope) {
    return new QueryResult.Refused(EXECUTES_NOTHING);
  }

  @Override
  public QueryResult subnetQuery(Principal subnetId, Bytes envelope) {
    return new QueryResult.Refused(EXECUTES_NOTHING);
  }

  private static QueryResult refused(Refusal.Kind kind, String text) {
    return new QueryResult.Refused(new Refusal(kind, text));
  }
}
