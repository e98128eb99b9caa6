package dev.atoll.kernel.swap;

import dev.atoll.kernel.admin.AdminCommand;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Swaps bundles of a running node, one at a time.
public final class SwapCommand implements AdminCommand {

  private static final Logger LOG = LoggerFactory.getLogger(SwapCommand.class);

  private static final String STATE_NAMESPACE = "atoll.state";

  private static final String MODULE_HEADER = "Guice-Module";

  /// How long an operator waits for what the old bundle has under way; it is waited for in any
  /// case.
  private static final Duration RETIRE_MAX = Duration.ofSeconds(30);

  private final Node node;

  private final DistributionLock product;

  private final Path stateDirectory;

  private final Candidates candidates;

  /// What is being swapped, empty if nothing is.
  private final AtomicReference<String> busy = new AtomicReference<>("");

  private volatile SwapOverlay overlay;

  /// @param product the lock with its variables put in, without what was swapped
  /// @param home the directory that holds `bundles`
  /// @param kept where jars from elsewhere are kept
  public SwapCommand(
      Node node, DistributionLock product, Path home, Path stateDirectory, Path kept) {
    this.node = node;
    this.product = product;
    this.stateDirectory = stateDirectory;
    this.candidates = new Candidates(product, home, kept);
    this.overlay = SwapOverlay.read(stateDirectory);
  }

  @Override
  public String name() {
    return "swap";
  }

  @Override
  public Map<String, Object> run(
      Map<String, Object> arguments, Consumer<Map<String, Object>> events)
      throws InterruptedException {
    SwapRequest request = SwapRequest.of(arguments);
    String what = request.kind() + " " + request.bundle();
    if (!busy.compareAndSet("", what)) {
      throw new KernelException(
          Code.SWAP_REFUSED,
          "a swap is under way: %s; one at a time is allowed".formatted(busy.get()),
          "wait for it: logs/atoll.log says how far it is");
    }
    boolean background = false;
    try {
      Swap swap = begin(request, new Steps(events));
      if (request.dryRun()) {
        return swap.dryRun();
      }
      swap.execute();
      background = !swap.run.retire(RETIRE_MAX);
      if (background) {
        retireLater(swap);
      } else {
        candidates.forget(swap.replaced());
      }
      Map<String, Object> result = swap.run.result(swap.from, swap.candidate.locked());
      result.put("retired", !background);
      return result;
    } finally {
      if (!background) {
        busy.set("");
      }
    }
  }

  private void retireLater(Swap swap) {
    Thread.ofPlatform()
        .daemon()
        .name("swap-retire")
        .start(
            () -> {
              try {
                while (!swap.run.retire(RETIRE_MAX)) {
                  LOG.info("swap waits for what the old bundle has under way: {}", busy.get());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                LOG.error("the old bundle is not retired", e);
              } finally {
                busy.set("");
              }
            });
  }

  /// Finds both bundles, installs the successor and checks that the node would be complete.
  private Swap begin(SwapRequest request, Steps steps) {
    steps.begin("resolve", "looks for " + request.bundle());
    SwapKind kind = SwapKind.of(request.kind(), node.bundles().all());
    Candidate candidate = candidates.find(request.bundle(), request.sha256());
    List<LockedBundle> running = overlay.in(product, candidates.kept()).started();
    if (running.stream().anyMatch(b -> b.sha256().equals(candidate.locked().sha256()))) {
      throw refused(
          "%s runs already".formatted(candidate.locked().id()), "give another bundle or version");
    }
    @Nullable Bundle successor = null;
    try {
      successor = node.bundles().install(candidate.jar());
      Bundle old = old(kind, successor);
      check(kind, old, successor);
      SwapRun run =
          new SwapRun(
              node.bundles(), new HealthWatch(node::health), request, kind, steps, old, successor);
      return new Swap(run, steps, candidate, locked(running, old), successor);
    } catch (BundleException e) {
      candidates.forget(candidate);
      throw refused(
          "%s cannot be installed: %s".formatted(candidate.locked().id(), e.getMessage()),
          "give another bundle, or another Bundle-Version");
    } catch (KernelException e) {
      uninstall(successor);
      candidates.forget(candidate);
      throw e;
    }
  }

  /// The bundle of the node that makes room.
  private Bundle old(SwapKind kind, Bundle successor) {
    List<Bundle> providers = node.bundles().providers(kind.type());
    if (providers.isEmpty()) {
      throw refused(
          "nothing to swap: no bundle of this node provides the port %s (%s)"
              .formatted(kind.name(), kind.type()),
          "start the node with a distribution that has one; atoll bundles lists what runs");
    }
    if (providers.size() == 1) {
      return providers.getFirst();
    }
    return providers.stream()
        .filter(bundle -> bundle.getSymbolicName().equals(successor.getSymbolicName()))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "%d bundles provide %s, and none is called %s as the new one: %s"
                        .formatted(
                            providers.size(),
                            kind.type(),
                            successor.getSymbolicName(),
                            SwapRun.names(providers)),
                    "give another version of one of these"));
  }

  private void check(SwapKind kind, Bundle old, Bundle successor) {
    for (Bundle bundle : List.of(old, successor)) {
      if (bundle.getHeaders("").get(MODULE_HEADER) == null
          || !bundle
              .adapt(BundleRevision.class)
              .getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE)
              .isEmpty()) {
        throw refused(
            "%s is part of the SPI, of the kernel or a library: others hold its classes"
                .formatted(SwapRun.name(bundle)),
            "only bundles with a module that export no package can be swapped");
      }
    }
    if (!successor.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.service").stream()
        .anyMatch(
            service ->
                service.getAttributes().get("objectClass") instanceof List<?> types
                    && types.contains(kind.type()))) {
      throw refused(
          "%s does not provide %s, which %s does"
              .formatted(SwapRun.name(successor), kind.type(), SwapRun.name(old)),
          "give a bundle of the kind " + kind.name());
    }
    checkState(old, successor);
    List<String> gaps = node.bundles().gaps(old, successor);
    if (!gaps.isEmpty()) {
      throw refused(
          "with %s in place of %s the node does not resolve: %s"
              .formatted(SwapRun.name(successor), SwapRun.name(old), String.join("; ", gaps)),
          "give a bundle that was built against the SPI of this node");
    }
  }

  /// A bundle with a state says what it can take over, as the resolver would have it.
  private static void checkState(Bundle old, Bundle successor) {
    for (BundleRequirement needed :
        successor.adapt(BundleRevision.class).getDeclaredRequirements(STATE_NAMESPACE)) {
      List<BundleCapability> kept =
          old.adapt(BundleRevision.class).getDeclaredCapabilities(STATE_NAMESPACE);
      if (kept.stream().noneMatch(needed::matches)) {
        throw refused(
            "%s takes over the state %s, %s keeps %s"
                .formatted(
                    SwapRun.name(successor),
                    needed.getDirectives().get("filter"),
                    SwapRun.name(old),
                    kept.isEmpty()
                        ? "none that others know"
                        : kept.stream()
                            .map(c -> c.getAttributes().toString())
                            .collect(Collectors.joining(", "))),
            "give a bundle that reads this version of the state");
      }
    }
  }

  private static LockedBundle locked(List<LockedBundle> running, Bundle bundle) {
    return running.stream()
        .filter(locked -> bundle.getLocation().endsWith("/" + locked.fileName()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(bundle + " is not locked"));
  }

  private static void uninstall(@Nullable Bundle bundle) {
    try {
      if (bundle != null) {
        bundle.uninstall();
      }
    } catch (BundleException e) {
      LOG.warn("{} stays installed", bundle, e);
    }
  }

  private static KernelException refused(String message, String fix) {
    return new KernelException(Code.SWAP_REFUSED, message, fix);
  }

  /// What a swap makes of the overlay.
  private final class Change implements Commit.Write {

    private final SwapOverlay after;

    Change(SwapOverlay after) {
      this.after = after;
    }

    @Override
    public void undecided() throws IOException {
      after.or(overlay).write(stateDirectory);
    }

    @Override
    public void before() throws IOException {
      overlay.write(stateDirectory);
    }

    @Override
    public void write(Map<String, Map<String, Object>> settings) throws IOException {
      SwapOverlay next = after.plus(settings);
      next.write(stateDirectory);
      overlay = next;
    }
  }

  /// A swap whose bundles are found.
  private final class Swap {

    private final SwapRun run;

    private final Steps steps;

    private final Candidate candidate;

    private final LockedBundle from;

    private final Bundle successor;

    Swap(SwapRun run, Steps steps, Candidate candidate, LockedBundle from, Bundle successor) {
      this.run = run;
      this.steps = steps;
      this.candidate = candidate;
      this.from = from;
      this.successor = successor;
    }

    Map<String, Object> dryRun() {
      uninstall(successor);
      candidates.forget(candidate);
      steps.end();
      Map<String, Object> result = new LinkedHashMap<>(run.result(from, candidate.locked()));
      result.put("dry-run", true);
      return result;
    }

    void execute() throws InterruptedException {
      try {
        run.execute(
            new Commit(new Change(overlay.with(from, candidate.locked(), Map.of()))),
            new Commit(new Change(overlay)));
      } catch (KernelException e) {
        if (overlay.in(product, candidates.kept()).started().stream()
            .noneMatch(b -> b.sha256().equals(candidate.locked().sha256()))) {
          candidates.forget(candidate);
        }
        throw e;
      }
    }

    Candidate replaced() {
      return new Candidate(from, candidates.kept().resolve(from.fileName()));
    }
  }
}
