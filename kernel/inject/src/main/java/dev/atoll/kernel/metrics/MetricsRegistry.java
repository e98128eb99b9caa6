package dev.atoll.kernel.metrics;

import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Kind;
import dev.atoll.spi.metrics.MetricsReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All metrics of a node. Safe for use from any thread; bundles that measure never wait for it.
///
/// Of a bundle that has gone it keeps sums alone, by the name of the metric: nothing of
/// its classes.
public final class MetricsRegistry implements MetricsReader {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsRegistry.class);

  private final List<MetricsScope> scopes = new ArrayList<>(); // guarded by this

  private final Map<String, Totals> retired = new HashMap<>(); // guarded by this

  /// The metrics of a bundle, until they are closed.
  ///
  /// @param owner its symbolic name, for messages
  public synchronized MetricsScope scope(String owner) {
    MetricsScope scope = new MetricsScope(this, owner);
    scopes.add(scope);
    return scope;
  }

  /// Says when two bundles mean different things by one name; both work on.
  synchronized void announced(MetricsScope scope, Metric metric) {
    for (MetricsScope other : scopes) {
      for (Source source : other.sources()) {
        Metric known = source.metric();
        if (known.name().equals(metric.name()) && !known.fits(metric)) {
          LOG.warn(
              "metric {} of {} is not shown: {} has another one of that name ({} and {})",
              metric.name(),
              scope.owner(),
              other.owner(),
              known,
              metric);
        }
      }
    }
  }

  synchronized void retire(MetricsScope scope) {
    if (!scopes.remove(scope)) {
      return;
    }
    for (Source source : scope.sources()) {
      Metric metric = source.metric();
      if (source instanceof Source.Written<?> written && metric.kind() != Kind.GAUGE) {
        retired
            .compute(
                metric.name(),
                (_, known) ->
                    known == null || !known.metric().fits(metric) ? new Totals(metric) : known)
            .add(metric, written.values());
      }
    }
  }

  @Override
  public List<Family> read() {
    TreeMap<String, Totals> totals = new TreeMap<>();
    for (Source source : sources()) {
      Metric metric = source.metric();
      totals
          .computeIfAbsent(metric.name(), _ -> new Totals(metric))
          .add(metric, source.values()); // foreign code: without the lock
    }
    addRetired(totals);
    return totals.values().stream().map(Totals::family).toList();
  }

  private synchronized List<Source> sources() {
    return scopes.stream().flatMap(scope -> scope.sources().stream()).toList();
  }

  private synchronized void addRetired(Map<String, Totals> totals) {
    retired.forEach(
        (name, gone) ->
            totals
                .computeIfAbsent(name, _ -> new Totals(gone.metric()))
                .add(gone.metric(), gone.values()));
  }
}
