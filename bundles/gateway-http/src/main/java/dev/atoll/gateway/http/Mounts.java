package dev.atoll.gateway.http;

import com.google.inject.Inject;
import dev.atoll.spi.gateway.HttpMount;
import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.kernel.ServiceWatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mounts that are there, and which of them are served. Callable from any thread.
///
/// At one place the mount that came first is served; when it goes, the next one is.
final class Mounts implements ServiceWatcher<HttpMount> {

  private static final Logger LOG = LoggerFactory.getLogger(Mounts.class);

  /// Hosts before none, longer paths before shorter ones: the first that covers a path has it.
  private static final Comparator<Mounted> NEAREST_FIRST =
      Comparator.comparing((Mounted m) -> m.point().host().isEmpty())
          .thenComparingInt(m -> -m.point().path().length());

  private final GatewayConfig config;

  private final List<Waiting> waiting = new ArrayList<>(); // guarded by this

  private volatile List<Mounted> served = List.of(); // written under the monitor

  /// A mount whose place is taken.
  private record Waiting(HttpMount mount, MountPoint point, String provider) {}

  @Inject
  Mounts(GatewayConfig config) {
    this.config = config;
  }

  /// The mount that a request belongs to, null if there is none.
  Optional<Mounted> find(String host, String path) {
    return served.stream().filter(m -> m.covers(host, path)).findFirst();
  }

  /// The places that are served, in the order in which they are looked at.
  List<MountPoint> places() {
    return served.stream().map(Mounted::point).toList();
  }

  /// A sentence for each mount that is not served because another one has its place.
  synchronized List<String> conflicts() {
    return waiting.stream().map(this::conflict).toList();
  }

  @Override
  public void added(HttpMount mount, String provider) {
    add(new Waiting(mount, mount.mountPoint(), provider));
  }

  private synchronized void add(Waiting added) {
    if (at(added.point()).isPresent()) {
      waiting.add(added);
      LOG.error("mount refused: {}", conflict(added));
    } else {
      serve(added);
    }
  }

  private void serve(Waiting added) {
    List<Mounted> more = new ArrayList<>(served);
    more.add(new Mounted(added.mount(), added.point(), added.provider(), config));
    more.sort(NEAREST_FIRST);
    served = List.copyOf(more);
    LOG.info("mounted place={} provider={}", added.point(), added.provider());
  }

  @Override
  public void removed(HttpMount mount) {
    withdraw(mount).ifPresent(Mounted::close);
  }

  @SuppressWarnings("ReferenceEquality") // two services may be equal
  private synchronized Optional<Mounted> withdraw(HttpMount mount) {
    waiting.removeIf(w -> w.mount() == mount);
    Optional<Mounted> gone = served.stream().filter(m -> m.isOf(mount)).findFirst();
    gone.ifPresent(this::replace);
    return gone;
  }

  private void replace(Mounted gone) {
    served = served.stream().filter(m -> !m.equals(gone)).toList();
    LOG.info("unmounted place={} provider={}", gone.point(), gone.provider());
    Optional<Waiting> next =
        waiting.stream().filter(w -> w.point().equals(gone.point())).findFirst();
    next.ifPresent(
        w -> {
          waiting.remove(w);
          serve(w);
        });
  }

  private Optional<Mounted> at(MountPoint point) {
    return served.stream().filter(m -> m.point().equals(point)).findFirst();
  }

  private String conflict(Waiting waiting) {
    return "%s of %s is not served: %s has the place"
        .formatted(
            waiting.point(),
            waiting.provider(),
            at(waiting.point()).map(Mounted::provider).orElse("nobody"));
  }
}
