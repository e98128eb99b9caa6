package dev.atoll.replica.persistence;

import static dev.atoll.replica.persistence.CheckpointFixture.contents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.spi.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that dies at any commit of a checkpoint finds the one before or this one, and goes on
/// as if nothing had been.
final class CheckpointCrashTest {

  /// Each value is a batch of its own, so that there are many places to die.
  private static final long TINY = 1;

  @TempDir private Path directory;

  /// A round: what it does to a state follows from its number alone.
  private record Round(long seed) {

    void run(CheckpointFixture fixture) {
      States states = new States(new Random(seed));
      for (int i = states.below(6); i >= 0; i--) {
        change(fixture, states);
      }
    }

    private static void change(CheckpointFixture fixture, States states) {
      int index = states.below(4);
      if (fixture.state.canister(CheckpointFixture.id(index)) == null) {
        fixture.add(states.canister(CheckpointFixture.id(index)));
        return;
      }
      boolean hasCode = fixture.canister(index).execution() != null;
      switch (states.below(12)) {
        case 0 -> fixture.delete(index);
        case 1 -> fixture.uninstall(index);
        case 2, 3 -> fixture.install(index, states.below(3));
        case 4, 5 ->
            fixture.write(index, fixture.stable(index), states.below(60), states.below(256));
        case 6 -> fixture.state.ingressHistory().put(states.requestId(), states.entry());
        case 7 -> fixture.state.ingressHistory().prune(states.number());
        case 8 -> fixture.grow(index, fixture.stable(index), 1);
        default -> {
          if (hasCode) {
            for (int i = states.below(20); i >= 0; i--) {
              fixture.write(index, fixture.heap(index), states.below(60), states.below(256));
            }
          }
        }
      }
    }
  }

  private static byte[] export(CheckpointFixture fixture) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      fixture.storage.exportTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyCommitCanBeTheLast() {
    for (int commits = 0; ; commits++) {
      CheckpointFixture fixture =
          new CheckpointFixture(directory.resolve(Integer.toString(commits)), TINY);
      for (int index = 1; index <= 3; index++) {
        fixture.create(index);
        fixture.install(index, index);
        fixture.write(index, fixture.heap(index), 1, 1);
        fixture.write(index, fixture.heap(index), 2, 1);
        fixture.write(index, fixture.stable(index), 1, 1);
      }
      fixture.checkpoint();
      Map<String, Object> before = contents(fixture.state);
      byte[] exported = export(fixture);
      fixture.install(1, 4);
      fixture.write(1, fixture.heap(1), 9, 9);
      fixture.delete(2);
      fixture.write(3, fixture.heap(3), 1, 2);
      fixture.write(3, fixture.heap(3), 2, 2);
      fixture.create(4);
      fixture.install(4, 4);
      fixture.write(4, fixture.heap(4), 9, 9);
      PendingCheckpoint checkpoint = fixture.begin();
      Map<String, Object> after = contents(fixture.state);
      fixture.storage.failAfter(commits);
      boolean died = dies(checkpoint);
      boolean valid = checkpoint.isValid();

      fixture.restart();

      assertThat(contents(fixture.state))
          .as("%d commits", commits)
          .isEqualTo(valid ? after : before);
      if (valid) {
        assertThat(fixture.storage.storedPages()).isEqualTo(6);
        assertThat(fixture.storage.entries("blobs")).isEqualTo(2);
      } else {
        assertThat(export(fixture)).as("%d commits", commits).isEqualTo(exported);
      }
      if (!died) {
        assertThat(commits).isEqualTo(5); // a module, three packs, and what makes it valid
        return;
      }
    }
  }

  private static boolean dies(PendingCheckpoint checkpoint) {
    try {
      checkpoint.write();
      return false;
    } catch (StorageException e) {
      return true;
    }
  }

  /// Rounds with checkpoints beside them, deaths and restarts: after the blocks since the last
  /// valid checkpoint are replayed, the state is that of a subnet that never died.
  @Test
  void aSubnetThatDiesAgainAndAgainEqualsOneThatNeverDid() {
    for (long seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      long batch = random.nextBoolean() ? TINY : CheckpointOutput.BATCH_SIZE_BYTES_MAX;
      CheckpointFixture fixture = new CheckpointFixture(directory.resolve("a" + seed), batch);
      CheckpointFixture immortal = new CheckpointFixture(directory.resolve("b" + seed));
      List<Round> blocks = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        Round round = new Round(random.nextLong());
        blocks.add(round);
        run(round, immortal);
        run(round, fixture);
        if (random.nextInt(3) == 0) {
          checkpoint(fixture, immortal, blocks, random);
        }
        assertThat(contents(fixture.state))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(contents(immortal.state));
      }
      fixture.checkpoint();
      immortal.checkpoint();
      assertThat(TableDigests.of(fixture.storage))
          .hasSize(5)
          .isEqualTo(TableDigests.of(immortal.storage));
    }
  }

  private static void run(Round round, CheckpointFixture fixture) {
    round.run(fixture);
    fixture.endRound();
  }

  private static void checkpoint(
      CheckpointFixture fixture, CheckpointFixture immortal, List<Round> blocks, Random random) {
    PendingCheckpoint checkpoint = fixture.checkpoints.begin(fixture.state);
    for (int beside = random.nextInt(3); beside > 0; beside--) {
      Round round = new Round(random.nextLong());
      blocks.add(round);
      run(round, immortal);
      run(round, fixture);
    }
    fixture.storage.failAfter(random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(12));
    boolean died = dies(checkpoint);
    fixture.storage.work();
    if (random.nextInt(4) == 0) { // else the next checkpoint takes over what this one has not done
      fixture.restart();
      replay(fixture, blocks);
    } else if (died) {
      assertThat(checkpoint.hasEnded()).isTrue();
    }
  }

  private static void replay(CheckpointFixture fixture, List<Round> blocks) {
    int executed = Math.toIntExact(fixture.state.height().value());
    blocks.subList(executed, blocks.size()).forEach(round -> run(round, fixture));
  }
}
