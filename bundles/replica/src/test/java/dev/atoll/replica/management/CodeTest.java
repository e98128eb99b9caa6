package dev.atoll.replica.management;

import static dev.atoll.replica.management.ManagementFixture.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidValue;
import dev.atoll.replica.execution.InstallRequest;
import dev.atoll.replica.execution.InstallRequest.WasmMemoryPersistence;
import dev.atoll.replica.management.ManagementOutcome.Reject;
import dev.atoll.replica.management.ManagementOutcome.Reply;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ChunkStore;
import dev.atoll.replica.state.CyclesConsumed.Purpose;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CodeTest {

  private static final Bytes MODULE = ManagementFixture.MODULE;

  private static final Bytes MODULE_HASH = Bytes.wrap(Hashes.sha256(MODULE.unsafeArray()));

  private final ManagementFixture fixture = new ManagementFixture();

  private final CanisterState canister = fixture.create();

  private ManagementOutcome install(String mode, Bytes module) {
    return fixture.byUser(
        "install_code",
        "(record { canister_id = principal \"%s\"; mode = variant { %s }; wasm_module = blob \"%s\"; arg = blob \"hi\" })"
            .formatted(canister.id(), mode, escaped(module)));
  }

  private static String escaped(Bytes bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes.toByteArray()) {
      text.append("\\%02x".formatted(b & 0xff));
    }
    return text.toString();
  }

  @Test
  void installingSetsCodeVersionAndHistory() {
    ManagementOutcome outcome = install("install", MODULE);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reply.class,
            reply -> assertThat(reply.instructions()).isEqualTo(FakeInstaller.INSTRUCTIONS));
    assertThat(fixture.installer.requests)
        .containsExactly(
            new InstallRequest(
                InstallMode.INSTALL,
                MODULE,
                Bytes.ofUtf8("hi"),
                ManagementFixture.USER,
                null,
                null));
    assertThat(canister.version()).isEqualTo(1);
    assertThat(canister.history().changes())
        .last()
        .satisfies(
            change -> {
              assertThat(change.version()).isEqualTo(1);
              assertThat(change.details())
                  .isEqualTo(new Details.CodeDeployment(InstallMode.INSTALL, MODULE_HASH));
            });
  }

  @Test
  void installingOverCodeNeedsReinstall() {
    install("install", MODULE);

    assertThat(code(install("install", MODULE))).isEqualTo(ErrorCode.CANISTER_NON_EMPTY);
    assertThat(install("reinstall", MODULE)).isInstanceOf(Reply.class);
    assertThat(canister.version()).isEqualTo(2);
  }

  @Test
  void upgradeOptionsArePassedOn() {
    install("install", MODULE);

    install("upgrade", MODULE);
    install(
        "upgrade = opt record { skip_pre_upgrade = opt true; wasm_memory_persistence = opt variant"
            + " { keep } }",
        MODULE);

    InstallRequest plain = fixture.installer.requests.get(1);
    InstallRequest full = fixture.installer.requests.get(2);
    assertThat(plain.skipPreUpgrade()).isNull();
    assertThat(plain.persistence()).isNull();
    assertThat(full.skipPreUpgrade()).isTrue();
    assertThat(full.persistence()).isEqualTo(WasmMemoryPersistence.KEEP);
  }

  @Test
  void aFailedInstallationLeavesVersionAndHistory() {
    ManagementOutcome outcome = install("install", Bytes.EMPTY);

    assertThat(outcome)
        .isEqualTo(
            new Reject(
                ErrorCode.CANISTER_INVALID_WASM,
                "no module",
                Cycles.ZERO,
                FakeInstaller.INSTRUCTIONS));
    assertThat(canister.version()).isZero();
    assertThat(canister.history().total()).isEqualTo(1);
  }

  @Test
  void chunksAreStoredListedAndCleared() {
    Bytes hash = upload(canister, Bytes.ofUtf8("one"));

    assertThat(hash).isEqualTo(Bytes.wrap(Hashes.sha256(Bytes.ofUtf8("one").unsafeArray())));
    assertThat(stored(canister).asVec())
        .singleElement()
        .satisfies(chunk -> assertThat(chunk.field("hash").asBlob()).isEqualTo(hash));

    fixture.byUser("clear_chunk_store", id(canister));

    assertThat(stored(canister).asVec()).isEmpty();
  }

  @Test
  void anUploadIsPaid() {
    Cycles before = canister.cycles();

    upload(canister, Bytes.ofUtf8("one"));

    Cycles fee = Cycles.of(ChunkMethods.UPLOAD_INSTRUCTIONS);
    assertThat(canister.cycles()).isEqualTo(before.minus(fee));
    assertThat(canister.consumed().of(Purpose.INSTRUCTIONS)).isEqualTo(fee);
  }

  @Test
  void anUploadThatCannotBePaidChangesNothing() {
    canister.setCycles(Cycles.of(ChunkMethods.UPLOAD_INSTRUCTIONS));

    ManagementOutcome outcome = tryUpload(canister, Bytes.ofUtf8("one"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reject.class,
            reject ->
                assertThat(reject.errorCode())
                    .isIn(
                        ErrorCode.CANISTER_CONTRACT_VIOLATION,
                        ErrorCode.INSUFFICIENT_CYCLES_IN_MEMORY_GROW));
    assertThat(canister.chunks().chunks()).isEmpty();
    assertThat(canister.cycles()).isEqualTo(Cycles.of(ChunkMethods.UPLOAD_INSTRUCTIONS));
  }

  @Test
  void aChunkAboveOneMebibyteIsRefused() {
    ManagementOutcome outcome =
        fixture.execute(
            new ManagementCall.ByUser(
                fixture.ingress(
                    ManagementFixture.USER,
                    "upload_chunk",
                    fixture.encode(
                        "upload_chunk",
                        "(record { canister_id = principal \"%s\"; chunk = blob \"%s\" })"
                            .formatted(
                                canister.id(), "a".repeat(ChunkStore.CHUNK_SIZE_BYTES_MAX + 1))))));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Reject.class,
            reject ->
                assertThat(reject.message())
                    .contains("Wasm chunk size 1048577 exceeds the maximum chunk size of 1048576"));
  }

  @Test
  void theStoreHoldsAHundredChunks() {
    for (int i = 0; i < ChunkStore.CHUNKS_MAX; i++) {
      upload(canister, Bytes.ofUtf8("chunk " + i));
    }

    assertThat(code(tryUpload(canister, Bytes.ofUtf8("one more"))))
        .isEqualTo(ErrorCode.CANISTER_CONTRACT_VIOLATION);
    assertThat(tryUpload(canister, Bytes.ofUtf8("chunk 0"))).isInstanceOf(Reply.class);
  }

  @Test
  void aModuleIsInstalledFromTheChunksOfAnotherCanister() {
    CanisterState store = fixture.create();
    Bytes first = upload(store, Bytes.copyOf(MODULE.toByteArray(), 0, 4));
    Bytes second = upload(store, Bytes.copyOf(MODULE.toByteArray(), 4, MODULE.size() - 4));

    ManagementOutcome outcome = installChunked(store.id(), MODULE_HASH, first, second);

    assertThat(outcome).isInstanceOf(Reply.class);
    assertThat(fixture.installer.requests.getLast().module()).isEqualTo(MODULE);
  }

  @Test
  void chunksThatDoNotMakeUpTheModuleAreRefused() {
    Bytes hash = upload(canister, Bytes.ofUtf8("other"));

    assertThat(message(installChunked(canister.id(), MODULE_HASH, hash)))
        .contains("does not match given hash");
    assertThat(message(installChunked(canister.id(), MODULE_HASH, MODULE_HASH)))
        .contains("was not found");
    assertThat(message(installChunked(Principal.ofCanisterIndex(9), MODULE_HASH, hash)))
        .startsWith("InstallChunkedCode Error: Store canister");
    assertThat(fixture.installer.requests).isEmpty();
  }

  @Test
  void theStoreOfAStrangerStaysClosed() {
    CanisterState store = fixture.create();
    Bytes hash = upload(store, MODULE);
    store.setSettings(
        new SettingsArgument(
                List.of(ManagementFixture.STRANGER),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null)
            .applyTo(store.settings()));

    assertThat(code(installChunked(store.id(), MODULE_HASH, hash)))
        .isEqualTo(ErrorCode.CANISTER_INVALID_CONTROLLER);
  }

  private ManagementOutcome installChunked(Principal store, Bytes moduleHash, Bytes... chunks) {
    StringBuilder list = new StringBuilder();
    for (Bytes chunk : chunks) {
      list.append("record { hash = blob \"%s\" };".formatted(escaped(chunk)));
    }
    return fixture.byUser(
        "install_chunked_code",
        "(record { target_canister = principal \"%s\"; store_canister = opt principal \"%s\"; mode = variant { install }; chunk_hashes_list = vec { %s }; wasm_module_hash = blob \"%s\"; arg = blob \"\" })"
            .formatted(canister.id(), store, list, escaped(moduleHash)));
  }

  private Bytes upload(CanisterState store, Bytes chunk) {
    return fixture.value("upload_chunk", tryUpload(store, chunk)).field("hash").asBlob();
  }

  private ManagementOutcome tryUpload(CanisterState store, Bytes chunk) {
    return fixture.byUser(
        "upload_chunk",
        "(record { canister_id = principal \"%s\"; chunk = blob \"%s\" })"
            .formatted(store.id(), escaped(chunk)));
  }

  private CandidValue stored(CanisterState store) {
    return fixture.value("stored_chunks", fixture.byUser("stored_chunks", id(store)));
  }

  private static ErrorCode code(ManagementOutcome outcome) {
    assertThat(outcome).isInstanceOf(Reject.class);
    return ((Reject) outcome).errorCode();
  }

  private static String message(ManagementOutcome outcome) {
    assertThat(outcome).isInstanceOf(Reject.class);
    return ((Reject) outcome).message();
  }
}
