package dev.atoll.replica.persistence;

import static dev.atoll.replica.persistence.CheckpointFixture.SUBNET;
import static dev.atoll.replica.persistence.CheckpointFixture.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.spi.storage.StorageException;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Hashes;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import dev.atoll.types.SubnetId;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {

  @TempDir private Path directory;

  private CheckpointFixture fixture;

  @BeforeEach
  void open() {
    fixture = new CheckpointFixture(directory);
  }

  @Test
  void aNewStorageHasNoCheckpoint() {
    assertThat(fixture.load()).isNull();
    assertThat(fixture.checkpoints.height()).isEqualTo(Height.GENESIS);
  }

  @Test
  void whatWasWrittenIsLoaded() {
    States states = new States(new Random(1));
    fixture.create(1);
    fixture.install(1, 1);
    fixture.write(1, fixture.heap(1), 3, 42);
    fixture.write(1, fixture.stable(1), 20, 43);
    fixture.add(states.canister(CheckpointFixture.id(2)));
    fixture.state.pushManagement(states.input());
    fixture.state.pushManagement(states.input());
    fixture.state.setNextCanisterIndex(-5);
    fixture.state.setUpdateTransactions(77);
    fixture.state.ingressHistory().put(states.requestId(), states.entry());

    fixture.checkpoint();

    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
    assertThat(fixture.checkpoints.height()).isEqualTo(fixture.state.height());
  }

  @Test
  void whatWasLoadedCountsAsWritten() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.write(1, fixture.heap(1), 3, 42);
    fixture.checkpoint();
    fixture.restart();

    assertThat(fixture.checkpoints.height()).isEqualTo(fixture.state.height());
    assertThat(fixture.state.ingressHistory().takeChanged()).isEmpty();
    fixture.write(1, fixture.heap(1), 4, 43);
    fixture.checkpoint();

    assertThat(fixture.storage.pages()).isEqualTo(1);
    assertThat(fixture.storage.puts("blobs")).isZero();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void onlyChangedPagesAreWritten() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.create(2);
    for (int page = 0; page < 40; page++) {
      fixture.write(1, fixture.heap(1), page, 1);
      fixture.write(1, fixture.stable(1), page, 2);
      fixture.write(2, fixture.stable(2), page, 3);
    }
    fixture.checkpoint();
    assertThat(fixture.storage.pages()).isEqualTo(120);
    assertThat(fixture.storage.commits()).isEqualTo(1);

    fixture.write(1, fixture.heap(1), 7, 4);
    fixture.write(1, fixture.heap(1), 9, 5);
    fixture.write(1, fixture.heap(1), 9, 6);
    fixture.checkpoint();

    assertThat(fixture.storage.pages()).isEqualTo(2);
    assertThat(fixture.storage.puts("canisters")).isEqualTo(1);
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void aCheckpointWithoutChangesIsOneWrite() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.checkpoint();

    fixture.checkpoint();

    assertThat(fixture.storage.writes()).isEqualTo(1);
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void aMemoryThatGrewIsLoadedInItsSize() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.write(1, fixture.heap(1), 0, 1);
    fixture.checkpoint();

    fixture.grow(1, fixture.heap(1), 5);
    fixture.grow(1, fixture.stable(1), 2);
    fixture.checkpoint();

    assertThat(fixture.storage.pages()).isZero();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
    assertThat(fixture.heap(1).sizeBytes()).isEqualTo(6 * CheckpointFixture.WASM_PAGE);
  }

  @Test
  void reinstalledCodeFindsNothingOfTheOldHeap() {
    fixture.create(1);
    fixture.install(1, 1);
    for (int page = 0; page < 40; page++) {
      fixture.write(1, fixture.heap(1), page, 1);
    }
    fixture.write(1, fixture.stable(1), 0, 9);
    fixture.checkpoint();

    fixture.install(1, 2);
    fixture.write(1, fixture.heap(1), 2, 5);
    fixture.checkpoint();

    assertThat(fixture.storage.storedPages()).isEqualTo(2);
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void codeThatWasReinstalledTwiceBetweenCheckpointsIsTheLast() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.write(1, fixture.heap(1), 1, 1);
    fixture.checkpoint();

    fixture.install(1, 2);
    fixture.write(1, fixture.heap(1), 2, 2);
    fixture.install(1, 3);
    fixture.write(1, fixture.heap(1), 3, 3);
    fixture.checkpoint();

    assertThat(fixture.storage.storedPages()).isEqualTo(1);
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void anUninstalledCanisterKeepsNoPages() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.write(1, fixture.heap(1), 1, 1);
    fixture.write(1, fixture.stable(1), 1, 1);
    fixture.checkpoint();

    fixture.uninstall(1);
    fixture.checkpoint();

    assertThat(fixture.storage.entries("pages")).isZero();
    assertThat(fixture.storage.entries("blobs")).isZero();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void aDeletedCanisterLeavesNothing() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.write(1, fixture.heap(1), 1, 1);
    fixture.write(1, fixture.stable(1), 1, 1);
    fixture.create(2);
    fixture.write(2, fixture.stable(2), 1, 1);
    fixture.checkpoint();

    fixture.delete(1);
    fixture.checkpoint();

    assertThat(fixture.storage.entries("canisters")).isEqualTo(1);
    assertThat(fixture.storage.storedPages()).isEqualTo(1);
    assertThat(fixture.storage.entries("blobs")).isZero();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void aCanisterThatCameAndWentBetweenCheckpointsIsNotThere() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.write(1, fixture.heap(1), 1, 1);
    fixture.delete(1);
    fixture.checkpoint();

    assertThat(fixture.storage.entries("pages")).isZero();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void anIdThatIsUsedAgainHasNothingOfTheOldCanister() {
    fixture.create(1);
    fixture.write(1, fixture.stable(1), 5, 1);
    fixture.checkpoint();

    fixture.delete(1);
    fixture.create(1);
    fixture.write(1, fixture.stable(1), 2, 1);
    fixture.checkpoint();

    assertThat(fixture.storage.storedPages()).isEqualTo(1);
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void aModuleIsKeptOnceAndAsLongAsItIsUsed() {
    fixture.create(1);
    fixture.create(2);
    fixture.install(1, 1);
    fixture.install(2, 1);
    fixture.checkpoint();
    assertThat(fixture.storage.puts("blobs")).isEqualTo(1);

    fixture.install(1, 2);
    fixture.checkpoint();
    assertThat(fixture.storage.entries("blobs")).isEqualTo(2);

    fixture.restart();
    fixture.delete(2);
    fixture.checkpoint();
    assertThat(fixture.storage.entries("blobs")).isEqualTo(1);

    fixture.create(3);
    fixture.install(3, 1);
    fixture.checkpoint();
    assertThat(fixture.storage.puts("blobs")).isEqualTo(1);
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void statusesAreWrittenAndForgotten() {
    RequestId id = new RequestId(Bytes.wrap(Hashes.sha256(new byte[] {1})));
    Principal user = Principal.of(new byte[] {1, 2});
    fixture
        .state
        .ingressHistory()
        .put(id, new IngressStatus.Entry(user, user, user, new IngressStatus.Done(), 5, 5));
    fixture.checkpoint();
    assertThat(fixture.storage.entries("statuses")).isEqualTo(1);

    fixture.restart();
    fixture.state.ingressHistory().prune(Long.MAX_VALUE);
    fixture.checkpoint();

    assertThat(fixture.storage.entries("statuses")).isZero();
    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void aFailedCheckpointLeavesTheOneBefore() {
    fixture.create(1);
    fixture.write(1, fixture.stable(1), 1, 1);
    fixture.checkpoint();
    Object before = contents(fixture.load());

    fixture.write(1, fixture.stable(1), 2, 2);
    fixture.storage.failAfter(0);

    assertThatThrownBy(fixture::checkpoint).isInstanceOf(StorageException.class);
    assertThat(contents(fixture.load())).isEqualTo(before);
  }

  @Test
  void aFailedCheckpointCanBeTriedAgain() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.write(1, fixture.heap(1), 1, 1);
    fixture.storage.failAfter(0);
    assertThatThrownBy(fixture::checkpoint).isInstanceOf(StorageException.class);

    fixture.storage.work();
    fixture.checkpoint();

    assertThat(contents(fixture.load())).isEqualTo(contents(fixture.state));
  }

  @Test
  void stateOfAnotherFormatIsRefusedAndKept() {
    fixture.create(1);
    fixture.write(1, fixture.stable(1), 1, 1);
    fixture.checkpoint();
    putMeta(Cbor.map().put("format", Cbor.nat(1)).build());

    assertThatThrownBy(fixture::load)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "state has the format 1, this version reads format 2: use the version that wrote it,"
                + " or begin with an empty state: --fresh");
    assertThat(fixture.storage.entries("pages")).isEqualTo(1);
  }

  @Test
  void stateOfAnotherSubnetIsRefused() {
    fixture.checkpoint();
    SubnetInfo other =
        new SubnetInfo(
            new SubnetId(Principal.of(new byte[] {8, 2})),
            SUBNET.publicKey(),
            SUBNET.rootKey(),
            SUBNET.type(),
            SUBNET.ranges(),
            SUBNET.nodeKeys(),
            SUBNET.costSchedule(),
            SUBNET.size());

    assertThatThrownBy(() -> new Checkpoints(fixture.storage).load(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "state belongs to the subnet %s, the keys to the subnet %s"
                .formatted(SUBNET.id(), other.id()));
  }

  @Test
  void aMissingModuleIsNamed() {
    fixture.create(1);
    fixture.install(1, 1);
    fixture.checkpoint();
    Bytes hash = Bytes.wrap(Hashes.sha256(CheckpointFixture.module(1).unsafeArray()));
    fixture.storage.commit(new WriteBatch().delete("blobs", hash));

    assertThatThrownBy(fixture::load)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "module %s of canister %s is missing in the storage"
                .formatted(hash, CheckpointFixture.id(1)));
  }

  private void putMeta(Cbor meta) {
    fixture.storage.commit(new WriteBatch().put("meta", Bytes.ofUtf8("checkpoint"), meta.encode()));
  }
}
