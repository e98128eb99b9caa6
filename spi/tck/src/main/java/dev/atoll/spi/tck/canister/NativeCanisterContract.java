package dev.atoll.spi.tck.canister;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.NativeCanister;
import dev.atoll.types.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the code of every canister in Java keeps, whatever it does: the same result on every
/// replica, and no state but in the stable memory.
///
/// Extend it, hand over the canister and a script of calls that show what it does, and run it. The
/// contract plays the script in all the ways in which a subnet may come to play it.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class NativeCanisterContract {

  private static final int THREADS = 8;

  /// A canister as the bundle makes it; called often.
  protected abstract NativeCanister newCanister();

  /// Calls and queries, one after the other, that succeed and between them touch everything.
  protected abstract List<Step> script();

  /// The argument of the installation.
  protected Bytes initArg() {
    return Bytes.EMPTY;
  }

  /// One line of a script.
  ///
  /// @param query whether it is asked as a query, and not in a block
  public record Step(boolean query, String method, Bytes arg) {

    public static Step call(String method, Bytes arg) {
      return new Step(false, method, arg);
    }

    public static Step query(String method, Bytes arg) {
      return new Step(true, method, arg);
    }

    Outcome play(SimulatedCanister canister) {
      return query ? canister.query(method, arg) : canister.call(method, arg);
    }
  }

  /// What others can see after a step.
  private record Seen(Step step, Outcome outcome, CanisterImage image) {}

  /// What happens around each step of a script.
  private interface Around {

    Outcome play(Step step, SimulatedCanister canister);
  }

  private CanisterCode code() {
    return newCanister().code();
  }

  private SimulatedCanister installed() {
    SimulatedCanister canister = new SimulatedCanister(code());
    assertThat(canister.install(initArg())).isInstanceOf(Outcome.Silent.class);
    return canister;
  }

  private List<Seen> play(Around around) {
    SimulatedCanister canister = installed();
    List<Seen> seen = new ArrayList<>();
    for (Step step : script()) {
      seen.add(new Seen(step, around.play(step, canister), canister.image()));
    }
    return seen;
  }

  private List<Seen> playPlainly() {
    return play(Step::play);
  }

  @Test
  void theCodeIsAlwaysTheSame() {
    NativeCanister canister = newCanister();

    for (CanisterCode other : List.of(canister.code(), code())) {
      assertThat(other.toString()).isEqualTo(canister.code().toString());
      assertThat(other.candid()).isEqualTo(canister.code().candid());
      assertThat(kinds(other)).isEqualTo(kinds(canister.code()));
      assertThat(other.hooks().keySet()).isEqualTo(canister.code().hooks().keySet());
      assertThat(other.callbacks().keySet()).isEqualTo(canister.code().callbacks().keySet());
    }
  }

  private static List<String> kinds(CanisterCode code) {
    List<String> kinds = new ArrayList<>();
    code.methods().forEach((name, method) -> kinds.add(method.kind() + " " + name));
    return kinds;
  }

  @Test
  void theScriptSucceeds() {
    for (Seen seen : playPlainly()) {
      assertThat(seen.outcome())
          .as(seen.step().method())
          .isNotInstanceOfAny(Outcome.Trapped.class, Outcome.Rejected.class);
    }
  }

  @Test
  void everyReplicaComesToTheSame() {
    List<Seen> first = playPlainly();

    for (int replica = 1; replica < 4; replica++) {
      assertThat(playPlainly()).isEqualTo(first);
    }
  }

  @Test
  void aRestartBetweenTwoCallsChangesNothing() {
    assertThat(
            play(
                (step, canister) -> {
                  canister.restart(code());
                  return step.play(canister);
                }))
        .isEqualTo(playPlainly());
  }

  @Test
  void whatIsRolledBackLeavesNothing() {
    assertThat(
            play(
                (step, canister) -> {
                  CanisterImage before = canister.image();
                  step.play(canister);
                  canister.restore(before);
                  return step.play(canister);
                }))
        .isEqualTo(playPlainly());
  }

  @Test
  void anUpgradeKeepsWhatQueriesSay() {
    SimulatedCanister canister = installed();
    script().forEach(step -> step.play(canister));
    List<Step> queries = script().stream().filter(Step::query).toList();
    List<Outcome> before = queries.stream().map(step -> step.play(canister)).toList();

    assertThat(canister.upgrade(code(), Bytes.EMPTY)).isInstanceOf(Outcome.Silent.class);

    assertThat(queries.stream().map(step -> step.play(canister)).toList()).isEqualTo(before);
  }

  @Test
  void queriesBesideEachOtherAgree() throws Exception {
    SimulatedCanister canister = installed();
    script().forEach(step -> step.play(canister));
    List<Step> queries = script().stream().filter(Step::query).toList();
    List<Outcome> expected = queries.stream().map(step -> step.play(canister)).toList();
    ExecutorService readers = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Outcome>>> all = new ArrayList<>();
      for (int i = 0; i < THREADS * THREADS; i++) {
        all.add(() -> queries.stream().map(step -> step.play(canister)).toList());
      }
      for (Future<List<Outcome>> outcomes : readers.invokeAll(all)) {
        assertThat(outcomes.get()).isEqualTo(expected);
      }
    } finally {
      readers.shutdownNow();
    }
  }

  @Test
  void anyArgumentIsAnswered() {
    List<Bytes> arguments =
        List.of(
            Bytes.EMPTY,
            Bytes.ofUtf8("DIDL"),
            Bytes.ofHex("4449444c0000"),
            Bytes.ofHex("4449444c016d000100ffffffff0f"),
            Bytes.wrap(new byte[100_000]),
            Bytes.ofUtf8("[".repeat(100_000)));

    for (String method : code().methods().keySet()) {
      for (Bytes arg : arguments) {
        SimulatedCanister canister = installed();
        assertThatCode(() -> canister.call(method, arg)).as(method).doesNotThrowAnyException();
        assertThatCode(() -> canister.query(method, arg)).as(method).doesNotThrowAnyException();
      }
    }
  }
}
