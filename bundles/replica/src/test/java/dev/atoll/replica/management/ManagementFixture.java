package dev.atoll.replica.management;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidText;
import dev.atoll.candid.CandidType;
import dev.atoll.candid.CandidValue;
import dev.atoll.candid.DecodeLimits;
import dev.atoll.candid.DidFile;
import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.testing.Subnets;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Hashes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A management canister on a state without any other part of a node; arguments and replies are
/// Candid text.
final class ManagementFixture {

  static final Principal USER = Principal.of(new byte[] {1, 2, 3, 2});

  static final Principal STRANGER = Principal.of(new byte[] {7, 7, 7, 2});

  /// A canister that is on no subnet; management does not care where callers are.
  static final Principal CALLER = Principal.ofCanisterIndex(77);

  static final long NOW = 1_700_000_000_000_000_000L;

  static final Bytes MODULE = new WasmModuleBuilder().build();

  final ManagementInterface candid = ManagementInterface.load();

  final CyclesAccounting accounting = new CyclesAccounting(Map.of());

  final FakeInstaller installer = new FakeInstaller();

  final CodeRemoval removal = new CodeRemoval(installer);

  final RecordingOutbox outbox = new RecordingOutbox();

  final ReplicatedState state;

  final ManagementCanister management;

  private final DidFile did = readInterface();

  private long nextCallback = 1;

  ManagementFixture() {
    this(Subnets.application(), ManagementConfig.development("1.2.3"));
  }

  ManagementFixture(SubnetInfo subnet, ManagementConfig config) {
    state = new ReplicatedState(subnet, NOW);
    state.advance(Height.GENESIS.next(), NOW, Bytes.wrap(new byte[32]));
    management = new ReplicatedManagementCanister(candid, config, installer, removal, accounting);
  }

  private static DidFile readInterface() {
    try (InputStream in = ManagementInterface.class.getResourceAsStream("management.did")) {
      if (in == null) {
        throw new IllegalStateException("management.did is missing");
      }
      return DidFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Bytes encode(String method, String text) {
    List<CandidType> types = did.method(method).argTypes();
    return CandidCodec.encode(
        did.environment(), types, CandidText.parse(text, did.environment(), types));
  }

  @Nullable CandidValue decode(String method, Bytes reply) {
    List<CandidValue> values =
        CandidCodec.decode(
            did.environment(), did.method(method).resultTypes(), reply, DecodeLimits.DEFAULT);
    return values.isEmpty() ? null : values.getFirst();
  }

  ManagementOutcome byUser(Principal sender, String method, String arg) {
    return execute(new ManagementCall.ByUser(ingress(sender, method, encode(method, arg))));
  }

  ManagementOutcome byUser(String method, String arg) {
    return byUser(USER, method, arg);
  }

  Ingress ingress(Principal sender, String method, Bytes arg) {
    byte[] seed = (method + nextCallback++).getBytes(StandardCharsets.UTF_8);
    return new Ingress(
        new RequestId(Bytes.wrap(Hashes.sha256(seed))),
        sender,
        Principal.ofCanisterIndex(0),
        Principal.MANAGEMENT_CANISTER,
        method,
        arg,
        NOW + 300_000_000_000L,
        null);
  }

  ManagementOutcome byCanister(Principal sender, Cycles cycles, String method, String arg) {
    return execute(
        new ManagementCall.ByCanister(request(sender, cycles, method, encode(method, arg))));
  }

  CanisterMessage.Request request(Principal sender, Cycles cycles, String method, Bytes arg) {
    return new CanisterMessage.Request(
        sender,
        nextCallback++,
        Principal.MANAGEMENT_CANISTER,
        method,
        arg,
        cycles,
        CanisterMessage.NO_DEADLINE);
  }

  ManagementOutcome execute(ManagementCall call) {
    return management.execute(state, call, outbox, 300_000_000_000L);
  }

  /// The value that a call replied.
  CandidValue value(String method, ManagementOutcome outcome) {
    if (outcome instanceof ManagementOutcome.Reply reply) {
      @Nullable CandidValue value = decode(method, reply.reply());
      if (value != null) {
        return value;
      }
    }
    throw new IllegalStateException("expected a reply with a value, found " + outcome);
  }

  /// A new canister of [#USER] with 100 T cycles.
  CanisterState create() {
    return create("(record {})");
  }

  CanisterState create(String arg) {
    String method = "provisional_create_canister_with_cycles";
    return canister(value(method, byUser(method, arg)).field("canister_id").asPrincipal());
  }

  CanisterState canister(Principal id) {
    @Nullable CanisterState canister = state.canister(id);
    if (canister == null) {
      throw new IllegalStateException("no canister " + id);
    }
    return canister;
  }

  /// The argument of the many methods that name a canister only.
  static String id(CanisterState canister) {
    return "(record { canister_id = principal \"%s\" })".formatted(canister.id());
  }
}
