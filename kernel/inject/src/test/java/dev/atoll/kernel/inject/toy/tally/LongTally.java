package dev.atoll.kernel.inject.toy.tally;

import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.kernel.inject.toy.api.Tally;
import dev.atoll.spi.kernel.Swappable;
import dev.atoll.types.Bytes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

final class LongTally implements Tally, Swappable<Long> {

  private final Journal journal;

  private volatile long count;

  private volatile boolean works;

  @Inject
  LongTally(Journal journal) {
    this.journal = journal;
  }

  @Override
  public synchronized long add() {
    if (!works) {
      throw new IllegalStateException("the tally does not work");
    }
    return ++count;
  }

  @Override
  public Class<Long> stateType() {
    return Long.class;
  }

  @Override
  public String stateFormat() {
    return "tally/1";
  }

  @Override
  public boolean accepts(String stateFormat) {
    return stateFormat.equals(stateFormat());
  }

  @Override
  public boolean fence(Duration limit) {
    journal.note("tally rests");
    works = false;
    return true;
  }

  @Override
  public void resume() {
    works = true;
  }

  @Override
  public Long exportState() {
    return count;
  }

  @Override
  public void importState(Long part, boolean first) {
    journal.note("tally imports " + part);
    count = part;
  }

  @Override
  public Optional<Bytes> digest() {
    return Optional.of(Bytes.ofUtf8(Long.toString(count)));
  }
}
