package dev.atoll.kernel.cli;

import static dev.atoll.kernel.cli.Diagnosis.bad;
import static dev.atoll.kernel.cli.Diagnosis.doubtful;
import static dev.atoll.kernel.cli.Diagnosis.good;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.LeftOut;
import dev.atoll.kernel.launcher.NodeInfo;
import dev.atoll.kernel.launcher.PortHolder;
import dev.atoll.kernel.launcher.StateDirectory;
import dev.atoll.kernel.plugin.InstalledPlugins;
import dev.atoll.kernel.plugin.Installer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The checks of the doctor, each on its own so that one problem does not hide another.
final class Examination {

  private static final int JAVA_FEATURE = 25;

  private static final long DISK_BYTES_MIN = 200L << 20;

  private static final long DISK_BYTES_COMFORTABLE = 2L << 30;

  /// Connections, storage files and jars together.
  private static final long OPEN_FILES_COMFORTABLE = 4096;

  private static final long HEAP_BYTES_COMFORTABLE = 512L << 20;

  private final Product product;
  private final Path state;

  Examination(Product product, Path state) {
    this.product = product;
    this.state = state;
  }

  List<Diagnosis> run() {
    Optional<NodeInfo> running = running();
    List<Diagnosis> found = new ArrayList<>();
    found.add(java());
    found.add(files());
    found.addAll(plugins());
    found.addAll(ports(running));
    found.add(stateDirectory(running));
    found.add(disk());
    found.addAll(keys());
    found.add(clock());
    found.add(openFiles());
    found.add(memory());
    return found;
  }

  private Optional<NodeInfo> running() {
    try {
      return StateDirectory.runningNode(state);
    } catch (KernelException e) {
      return Optional.empty(); // the check of the state directory says it
    }
  }

  private static Diagnosis java() {
    String found = "%s at %s".formatted(Runtime.version(), System.getProperty("java.home"));
    return Runtime.version().feature() == JAVA_FEATURE
        ? good("java", found)
        : bad("java", found + ", expected " + JAVA_FEATURE, "export JAVA_HOME=<a JDK 25>");
  }

  private Diagnosis files() {
    try {
      product.lock().bundles().forEach(b -> Digests.verified(product.bundles(), b));
      return good("product", product.lock().bundles().size() + " bundles as locked");
    } catch (KernelException e) {
      return bad("product", String.valueOf(e.getMessage()), e.fix());
    }
  }

  /// A plugin that cannot be used keeps no node from running: it runs without it.
  private List<Diagnosis> plugins() {
    List<Diagnosis> found = new ArrayList<>();
    try {
      InstalledPlugins installed = InstalledPlugins.of(product.directory());
      List<LeftOut> refused = installed.refused(product.directory());
      for (LeftOut plugin : refused) {
        found.add(
            doubtful(
                "plugin",
                "%s %s will not start: %s"
                    .formatted(plugin.bundle(), plugin.version(), plugin.why().getMessage()),
                plugin.why().fix()));
      }
      new Installer(product.directory(), product.lock())
          .unresolved()
          .forEach(e -> found.add(doubtful("plugin", String.valueOf(e.getMessage()), e.fix())));
      if (found.isEmpty()) {
        String names =
            installed.plugins().stream().map(Object::toString).collect(Collectors.joining(", "));
        found.add(good("plugins", names.isEmpty() ? "none installed" : names));
      }
    } catch (KernelException e) {
      found.add(bad("plugins", String.valueOf(e.getMessage()), e.fix()));
    }
    return found;
  }

  private List<Diagnosis> ports(Optional<NodeInfo> running) {
    List<Diagnosis> found = new ArrayList<>();
    for (DistributionLock.Listener listener : product.lock().with(Map.of()).listeners()) {
      if (listener.port() instanceof Number port) {
        found.add(port(listener, port.intValue(), running));
      }
    }
    return found;
  }

  private static Diagnosis port(
      DistributionLock.Listener listener, int port, Optional<NodeInfo> running) {
    boolean ours =
        running.stream()
            .flatMap(node -> node.urls().values().stream())
            .anyMatch(url -> url.toString().endsWith(":" + port));
    if (ours) {
      return good("port " + port, "in use by this node");
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(listener.host(), port));
      return good("port " + port, "free");
    } catch (IOException e) {
      return bad(
          "port " + port,
          "cannot be used" + PortHolder.of(port).map(h -> ", held by " + h).orElse(": " + e),
          "atoll up --port 0");
    }
  }

  private Diagnosis stateDirectory(Optional<NodeInfo> running) {
    if (running.isPresent()) {
      return good("state", "%s, node runs as process %d".formatted(state, running.get().pid()));
    }
    if (!Files.exists(state)) {
      return good("state", state + ", created at the first start");
    }
    try (StateDirectory held = StateDirectory.open(state, product.lock().family(), false)) {
      return good("state", held.path() + ", no node runs on it");
    } catch (KernelException e) {
      return bad("state", String.valueOf(e.getMessage()), e.fix());
    }
  }

  private Diagnosis disk() {
    Path existing = state;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      long left = Files.getFileStore(existing).getUsableSpace();
      String found = "%d MiB left at %s".formatted(left >> 20, existing);
      if (left < DISK_BYTES_MIN) {
        return bad("disk", found + ", at least 200 MiB needed", "free space, or --state-dir DIR");
      }
      return left < DISK_BYTES_COMFORTABLE
          ? doubtful("disk", found + ", 2 GiB are comfortable", "free space, or --state-dir DIR")
          : good("disk", found);
    } catch (IOException e) {
      return doubtful("disk", "cannot be looked at: " + e, "");
    }
  }

  private List<Diagnosis> keys() {
    Path keys = state.resolve("keys");
    List<Diagnosis> found = new ArrayList<>();
    if (Files.isDirectory(keys)) {
      try (Stream<Path> files = Files.walk(keys)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
          if (!PosixFilePermissions.toString(permissions).endsWith("------")) {
            found.add(
                bad(
                    "key",
                    "%s is %s, expected rw-------"
                        .formatted(file, PosixFilePermissions.toString(permissions)),
                    "chmod 600 '" + file + "'"));
          }
        }
      } catch (IOException | UnsupportedOperationException e) {
        found.add(doubtful("keys", "cannot be looked at: " + e, ""));
      }
    }
    return found.isEmpty() ? List.of(good("keys", "readable by their owner alone")) : found;
  }

  /// Without a network the past is the only reference: time must not be before what was written.
  private Diagnosis clock() {
    Path marker = state.resolve(StateDirectory.MARKER);
    try {
      Instant written =
          Files.exists(marker)
              ? Files.getLastModifiedTime(marker).toInstant()
              : Files.getLastModifiedTime(product.directory()).toInstant();
      Instant now = Instant.now();
      return now.isBefore(written.minus(Duration.ofMinutes(1)))
          ? bad(
              "clock",
              "it is %s, and a file was written at %s".formatted(now, written),
              "timedatectl set-ntp true")
          : good("clock", now.toString());
    } catch (IOException e) {
      return doubtful("clock", "cannot be compared: " + e, "");
    }
  }

  private static Diagnosis openFiles() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os)) {
      return good("open files", "no limit known on this system");
    }
    long limit = os.getMaxFileDescriptorCount();
    return limit < OPEN_FILES_COMFORTABLE
        ? doubtful(
            "open files",
            "at most %d, %d are comfortable".formatted(limit, OPEN_FILES_COMFORTABLE),
            "ulimit -n " + OPEN_FILES_COMFORTABLE)
        : good("open files", "at most " + limit);
  }

  private static Diagnosis memory() {
    long heap = Runtime.getRuntime().maxMemory();
    String found = "heap of at most %d MiB".formatted(heap >> 20);
    return heap < HEAP_BYTES_COMFORTABLE
        ? doubtful("memory", found + ", 512 MiB are comfortable", "export ATOLL_JAVA_OPTS=-Xmx1g")
        : good("memory", found);
  }
}
