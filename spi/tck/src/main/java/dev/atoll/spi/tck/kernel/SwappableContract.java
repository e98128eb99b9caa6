package dev.atoll.spi.tck.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.kernel.Swappable;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every service keeps whose live state goes over to another one.
///
/// Extend it, say how to make the service, what work looks like and what of its state others can
/// see, and run it. To prove two implementations against each other, make the second one in
/// [#newSuccessor].
///
/// @param <S> the type of the state
/// @param <T> the service
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SwappableContract<S, T extends Swappable<S>> {

  /// A service that was started and has no state yet; [Swappable#resume] was not called.
  protected abstract T newService() throws Exception;

  /// The one that takes over.
  protected T newSuccessor() throws Exception {
    return newService();
  }

  /// Uses the port so that the state changes, each time in another way; from equal states the same
  /// seed leads to equal states.
  protected abstract void work(T service, int seed) throws Exception;

  /// What others can see of the state through the port; compared by `equals`.
  protected abstract Object observe(T service) throws Exception;

  /// How long a fence may take on a busy machine.
  protected Duration patience() {
    return Duration.ofSeconds(10);
  }

  private T working() throws Exception {
    T service = newService();
    service.resume();
    for (int seed = 0; seed < 10; seed++) {
      work(service, seed);
    }
    return service;
  }

  private HandOver<S> handOver(T from, T to) {
    return new HandOver<>(from, to, patience());
  }

  @Test
  void itTakesItsOwnStateAndNoOther() throws Exception {
    T service = newService();

    assertThat(service.stateType()).isEqualTo(service.stateType());
    assertThat(service.stateFormat()).isEqualTo(service.stateFormat()).isNotBlank();
    assertThat(newSuccessor().accepts(service.stateFormat())).isTrue();
    assertThat(service.accepts("nobody's-format/0")).isFalse();
  }

  @Test
  void theStateIsOfATypeThatBundlesShare() throws Exception {
    String type = newService().stateType().getName();

    assertThat(type).matches("(java|dev\\.atoll\\.(spi|types))\\..*");
  }

  @Test
  void theSuccessorGoesOnWithTheState() throws Exception {
    T old = working();
    Object before = observe(old);
    T successor = newSuccessor();

    handOver(old, successor).complete();

    assertThat(observe(successor)).isEqualTo(before);
    work(successor, 100);
    work(old(old), 100);
    assertThat(observe(successor)).isEqualTo(observe(old));
  }

  /// The old one works again, which only a test lets it do beside its successor.
  private T old(T fenced) {
    fenced.resume();
    return fenced;
  }

  @Test
  void aStateThatIsEmptyGoesOverToo() throws Exception {
    T old = newService();
    old.resume();
    Object before = observe(old);
    T successor = newSuccessor();

    handOver(old, successor).complete();

    assertThat(observe(successor)).isEqualTo(before);
    work(successor, 1);
    assertThat(observe(successor)).isNotEqualTo(before);
  }

  @Test
  void whatChangesAfterItWasMovedAheadArrivesToo() throws Exception {
    T old = working();
    T successor = newSuccessor();
    HandOver<S> handOver = handOver(old, successor);

    for (int round = 0; round < 3; round++) {
      handOver.ahead();
      work(old, 50 + round);
    }
    Object before = observe(old);
    handOver.rest();
    successor.resume();

    assertThat(observe(successor)).isEqualTo(before);
  }

  @Test
  void aSwapThatIsGivenUpLeavesNoTrace() throws Exception {
    T old = working();
    T same = working();

    HandOver<S> handOver = handOver(old, newSuccessor());
    handOver.ahead();
    handOver.rest();
    old.resume();
    work(old, 100);
    work(same, 100);

    assertThat(observe(old)).isEqualTo(observe(same));
  }

  @Test
  void aSecondAttemptMovesTheWholeState() throws Exception {
    T old = working();
    HandOver<S> first = handOver(old, newSuccessor());
    first.ahead();
    first.rest();
    old.resume();
    work(old, 100);
    Object before = observe(old);
    T successor = newSuccessor();

    handOver(old, successor).complete();

    assertThat(observe(successor)).isEqualTo(before);
  }

  @Test
  void theStateGoesBackWhenTheSuccessorFails() throws Exception {
    T old = working();
    T successor = newSuccessor();
    handOver(old, successor).complete();
    work(successor, 100);
    Object before = observe(successor);

    handOver(successor, old).complete();

    assertThat(observe(old)).isEqualTo(before);
    work(old, 101);
    assertThat(observe(old)).isNotEqualTo(before);
  }

  @Test
  void aFencedStateStands() throws Exception {
    T old = working();
    Object before = observe(old);

    assertThat(old.fence(patience())).isTrue();
    old.exportState();
    var digest = old.digest();
    old.exportState();

    assertThat(old.digest()).isEqualTo(digest);
    old.resume();
    assertThat(observe(old)).isEqualTo(before);
  }

  @Test
  void aDigestTellsOneStateFromAnother() throws Exception {
    T one = working();
    T other = working();
    work(other, 100);
    assertThat(one.fence(patience())).isTrue();
    assertThat(other.fence(patience())).isTrue();

    if (one.digest().isPresent()) {
      assertThat(other.digest()).isPresent().isNotEqualTo(one.digest());
    }
  }

  @Test
  void whoWorksDoesNotExportAll() throws Exception {
    T old = working();

    assertThatThrownBy(old::exportState).isInstanceOf(IllegalStateException.class);
  }
}
