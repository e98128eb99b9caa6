package dev.atoll.replica.natives;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidValues;
import dev.atoll.replica.ingress.IngressExpiry;
import dev.atoll.replica.ingress.SignedCall;
import dev.atoll.replica.natives.NativeCodes.Native;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.types.Bytes;
import dev.atoll.types.CallRequest;
import dev.atoll.types.Envelope;
import dev.atoll.types.Principal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Creates, installs and upgrades canisters in Java by calls in the next block.
///
/// The calls are in a block like any others, so that a replay comes to the same state whatever the
/// configuration says by then. Their sender is an id that nobody can sign for.
public final class NativeSetup {

  /// A reserved id: no key and no canister has one that ends in 7f. Source: Internet Computer
  /// interface specification, "Special forms of Principals".
  static final Principal SENDER =
      Principal.of(Bytes.concat(Bytes.ofUtf8("atoll-native"), Bytes.ofHex("7f")));

  /// Stands where a signature would; nobody verifies what comes out of a block.
  private static final Bytes UNSIGNED = Bytes.ofUtf8("placed by the replica itself");

  private final NativeServices services;

  private final NativeCodes codes;

  public NativeSetup(NativeServices services, NativeCodes codes) {
    this.services = services;
    this.codes = codes;
  }

  /// What is missing in `state`, in the order in which it has to be done.
  ///
  /// @throws IllegalStateException if the state has a canister in Java that the configuration does
  ///     not have: the first call of it would stop the replica
  public List<SignedCall> calls(ReplicatedState state, long nowNanos) {
    checkNoneIsLost(state);
    List<SignedCall> calls = new ArrayList<>();
    long expiryNanos = nowNanos + IngressExpiry.INGRESS_TTL_NANOS_MAX / 2;
    services
        .services()
        .forEach(
            (id, service) -> {
              @Nullable CanisterState canister = state.canister(id);
              if (canister == null) {
                calls.add(
                    call(
                        id,
                        "provisional_create_canister_with_cycles",
                        creation(id, service.config()),
                        expiryNanos));
              }
              @Nullable CandidValue installation = installation(id, canister);
              if (installation != null) {
                calls.add(call(id, "install_code", installation, expiryNanos));
              }
            });
    return calls;
  }

  private void checkNoneIsLost(ReplicatedState state) {
    for (CanisterState canister : state.canisters().values()) {
      @Nullable ExecutionState installed = canister.execution();
      if (installed != null && !codes.byCanister().containsKey(canister.id())) {
        NativeModule.nameOf(installed.module())
            .ifPresent(
                name -> {
                  throw new IllegalStateException(
                      "canister %s has native code %s, expected it in native-canisters"
                          .formatted(canister.id(), name));
                });
      }
    }
  }

  private static CandidValue creation(Principal id, NativeCanisterConfig config) {
    List<CandidValue> controllers = new ArrayList<>();
    controllers.add(CandidValues.principal(SENDER));
    config.principals().forEach(c -> controllers.add(CandidValues.principal(c)));
    return CandidValues.record()
        .field("amount", CandidValues.some(CandidValues.nat(BigInteger.valueOf(config.cycles()))))
        .field("specified_id", CandidValues.some(CandidValues.principal(id)))
        .field(
            "settings",
            CandidValues.some(
                CandidValues.record()
                    .field("controllers", CandidValues.some(CandidValues.vec(controllers)))
                    .build()))
        .build();
  }

  private @Nullable CandidValue installation(Principal id, @Nullable CanisterState canister) {
    @Nullable Native code = codes.byCanister().get(id);
    @Nullable ExecutionState installed = canister == null ? null : canister.execution();
    if (code == null
        || (installed != null
            && installed.module().moduleHash().equals(code.module().moduleHash()))) {
      return null;
    }
    return CandidValues.record()
        .field(
            "mode",
            installed == null
                ? CandidValues.variant("install")
                : CandidValues.variant("upgrade", CandidValues.none()))
        .field("canister_id", CandidValues.principal(id))
        .field("wasm_module", CandidValues.blob(code.module().uploaded()))
        .field("arg", CandidValues.blob(Bytes.EMPTY))
        .build();
  }

  private static SignedCall call(
      Principal canister, String method, CandidValue arg, long expiryNanos) {
    CallRequest request =
        new CallRequest(
            SENDER,
            null,
            expiryNanos,
            Principal.MANAGEMENT_CANISTER,
            method,
            CandidCodec.encodeUntyped(List.of(arg)));
    Bytes envelope = new Envelope(request, UNSIGNED, UNSIGNED, List.of()).encode();
    return new SignedCall(request.requestId(), canister, request, envelope);
  }
}
