package dev.atoll.spi.tck.kernel;

import dev.atoll.spi.kernel.Swappable;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A service that counts by name, and moves the names ahead that changed. The state is text: a name
/// and a number in each line.
class Tallies implements Swappable<Bytes> {

  final SortedMap<String, Long> counts = new TreeMap<>();

  /// Names that were not moved since they changed.
  final SortedSet<String> changed = new TreeSet<>();

  boolean works;

  void count(String name, long by) {
    if (!works) {
      throw new IllegalStateException("it does not work");
    }
    counts.merge(name, by, Long::sum);
    changed.add(name);
  }

  @Override
  public Class<Bytes> stateType() {
    return Bytes.class;
  }

  @Override
  public String stateFormat() {
    return "tallies/1";
  }

  @Override
  public boolean accepts(String stateFormat) {
    return stateFormat.equals("tallies/1");
  }

  @Override
  public Optional<Bytes> exportAhead() {
    return changed.isEmpty() ? Optional.empty() : Optional.of(take());
  }

  private Bytes take() {
    StringBuilder text = new StringBuilder();
    changed.forEach(name -> text.append(name).append(' ').append(counts.get(name)).append('\n'));
    changed.clear();
    return Bytes.ofUtf8(text.toString());
  }

  @Override
  public boolean fence(Duration limit) {
    works = false;
    return true;
  }

  @Override
  public void resume() {
    works = true;
    changed.addAll(counts.keySet());
  }

  @Override
  public Bytes exportState() {
    if (works) {
      throw new IllegalStateException("it works");
    }
    return take();
  }

  @Override
  public void importState(Bytes part, boolean first) {
    if (first) {
      counts.clear();
    }
    for (String line : part.toUtf8().lines().toList()) {
      int space = line.indexOf(' ');
      counts.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
    }
  }

  @Override
  public Optional<Bytes> digest() {
    return Optional.of(
        Bytes.wrap(Hashes.sha256(counts.toString().getBytes(StandardCharsets.UTF_8))));
  }
}
