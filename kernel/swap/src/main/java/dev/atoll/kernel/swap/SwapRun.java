package dev.atoll.kernel.swap;

import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.LiveBundles;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One swap: standby, prepare, exchange, watch the health, then retire the old bundle or go back to
/// it. Whatever fails, one of the two works. Used by one thread.
final class SwapRun {

  private static final Logger LOG = LoggerFactory.getLogger(SwapRun.class);

  private final LiveBundles bundles;

  private final HealthWatch health;

  private final SwapRequest request;

  private final SwapKind kind;

  private final Steps steps;

  private final Bundle old;

  private final Bundle successor;

  private Duration exchangeLimit = Duration.ZERO;

  /// @param successor installed and resolved
  SwapRun(
      LiveBundles bundles,
      HealthWatch health,
      SwapRequest request,
      SwapKind kind,
      Steps steps,
      Bundle old,
      Bundle successor) {
    this.bundles = bundles;
    this.health = health;
    this.request = request;
    this.kind = kind;
    this.steps = steps;
    this.old = old;
    this.successor = successor;
  }

  /// What ended a step early.
  private static final class StepFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean refused;

    StepFailure(boolean refused, @Nullable String message) {
      super(message);
      this.refused = refused;
    }
  }

  /// Makes `successor` work, and keeps it if all is well.
  ///
  /// @param forth makes it permanent
  /// @param back makes that undone
  /// @throws KernelException if the old bundle goes on instead
  void execute(Commit forth, Commit back) throws InterruptedException {
    try {
      standby();
      prepare();
    } catch (StepFailure failure) {
      throw givenUp(failure);
    }
    health.remember();
    try {
      exchange(forth);
    } catch (StepFailure failure) {
      if (abandon() && forth.giveUp()) {
        throw givenUp(failure);
      }
      throw revert(failure, back);
    }
    bundles.replace(old, successor);
    steps.begin("health", "watches for %d ms".formatted(request.healthWindow().toMillis()));
    @Nullable String sick = health.watch(request.healthWindow());
    if (sick != null) {
      throw revert(new StepFailure(false, sick), back);
    }
  }

  private void standby() throws StepFailure, InterruptedException {
    steps.begin("standby", "starts " + name(successor));
    operate("standby", Map.of("bundle", successor.getBundleId()), SwapLimits.STANDBY);
    try {
      successor.start(Bundle.START_TRANSIENT);
    } catch (BundleException e) {
      throw new StepFailure(false, "it does not start: " + e.getMessage());
    }
    operate(
        "await",
        Map.of("bundle", successor.getBundleId(), "limit", SwapLimits.STANDBY),
        SwapLimits.STANDBY.plusSeconds(1));
  }

  private void prepare() throws StepFailure, InterruptedException {
    steps.begin(
        request.shadowRounds() > 0 ? "shadow" : "prepare",
        request.shadowRounds() > 0
            ? "compares %d rounds".formatted(request.shadowRounds())
            : "makes ready beside the work");
    Consumer<String> progress = steps::tell;
    prepare(preparation(old, successor, progress));
  }

  private void prepare(Map<String, Object> arguments) throws StepFailure, InterruptedException {
    exchangeLimit =
        operate("prepare", arguments, request.stepLimit()).get("limit") instanceof Duration limit
            ? limit
            : Duration.ZERO;
  }

  private Map<String, Object> preparation(Bundle from, Bundle to, Consumer<String> progress) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("from", from.getBundleId());
    arguments.put("to", to.getBundleId());
    arguments.put("type", kind.type());
    arguments.put("rounds", from.equals(old) ? request.shadowRounds() : 0);
    arguments.put("limit", request.stepLimit());
    arguments.put("progress", progress);
    return arguments;
  }

  private void exchange(Commit commit) throws StepFailure, InterruptedException {
    steps.begin("exchange", "%s for %s".formatted(name(successor), name(old)));
    exchangeNow(commit);
  }

  private void exchangeNow(Commit commit) throws StepFailure, InterruptedException {
    Runnable undecided = commit::undecided;
    operate("exchange", Map.of("undecided", undecided, "commit", commit), exchangeLimit);
  }

  /// Waits until the old bundle has nothing under way, and removes it.
  ///
  /// @return whether it is gone; if not, it has work under way that takes longer
  boolean retire(Duration limit) throws InterruptedException {
    steps.begin("retire", "waits for what %s has under way".formatted(name(old)));
    Map<String, Object> answer = bundles.exchange("release", Map.of("limit", limit));
    if (!Boolean.TRUE.equals(answer.get("released"))) {
      return false;
    }
    bundles.exchange("end", Map.of());
    remove(old);
    steps.end();
    return true;
  }

  private KernelException givenUp(StepFailure failure) throws InterruptedException {
    String step = steps.current();
    steps.begin("abandon", name(old) + " goes on");
    abandon();
    end("end");
    remove(successor);
    steps.end();
    return failure(step, failure);
  }

  /// Goes back after the exchange.
  private KernelException revert(StepFailure failure, Commit back) throws InterruptedException {
    String step = steps.current();
    steps.begin("roll-back", "goes back to %s: %s".formatted(name(old), failure.getMessage()));
    try {
      Consumer<String> progress = steps::tell;
      prepare(preparation(successor, old, progress));
      exchangeNow(back);
    } catch (StepFailure again) {
      LOG.error("cannot go back to {}: {}", name(old), again.getMessage());
      return new KernelException(
          Code.SWAP_FAILED,
          "%s has taken over and is not well (%s); going back to %s failed: %s"
              .formatted(name(successor), failure.getMessage(), name(old), again.getMessage()),
          "restart the node; if it does not start, delete swaps.json in its state directory");
    }
    if (bundles.all().contains(successor)) {
      bundles.replace(successor, old);
    }
    bundles.exchange("release", Map.of("limit", SwapLimits.REMOVE));
    end("end");
    remove(successor);
    steps.end();
    return failure(step, failure);
  }

  private KernelException failure(String step, StepFailure failure) {
    return new KernelException(
        failure.refused ? Code.SWAP_REFUSED : Code.SWAP_FAILED,
        "%s cannot take over from %s, which works on; step %s: %s"
            .formatted(name(successor), name(old), step, failure.getMessage()),
        "see logs/atoll.log in the state directory");
  }

  /// One operation of the extender, for no longer than `limit`.
  private Map<String, Object> operate(
      String operation, Map<String, Object> arguments, Duration limit)
      throws StepFailure, InterruptedException {
    Map<String, Object> answer;
    try {
      answer = Limited.run(operation, limit, () -> bundles.exchange(operation, arguments));
    } catch (TimeoutException e) {
      throw new StepFailure(false, "it takes longer than %d ms".formatted(limit.toMillis()));
    }
    if (answer.get("refused") instanceof String why) {
      throw new StepFailure(true, why);
    }
    if (answer.get("failed") instanceof String why) {
      throw new StepFailure(false, why);
    }
    return answer;
  }

  /// @return false if the successor works already
  private boolean abandon() throws InterruptedException {
    try {
      return !Boolean.FALSE.equals(
          operate("abandon", Map.of(), SwapLimits.REMOVE).get("abandoned"));
    } catch (StepFailure e) {
      LOG.error("swap cannot be abandoned: {}", e.getMessage());
      return true;
    }
  }

  /// An operation that cannot be refused; one that hangs is left alone.
  private void end(String operation) throws InterruptedException {
    try {
      operate(operation, Map.of(), SwapLimits.REMOVE);
    } catch (StepFailure e) {
      LOG.error("swap cannot {}: {}", operation, e.getMessage());
    }
  }

  /// A bundle that does not stop stays until the node is restarted, which starts without it.
  private void remove(Bundle bundle) throws InterruptedException {
    try {
      Limited.run(
          "remove",
          SwapLimits.REMOVE,
          () -> {
            bundles.remove(bundle);
            return true;
          });
    } catch (TimeoutException | IllegalStateException e) {
      LOG.warn("{} does not stop, it stays in memory until a restart", name(bundle), e);
    }
  }

  /// What came out, for the operator.
  Map<String, Object> result(LockedBundle from, LockedBundle to) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("kind", kind.name());
    result.put("from", from.id());
    result.put("to", to.id());
    result.put("micros", steps.micros());
    return result;
  }

  static String name(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  static List<String> names(List<Bundle> bundles) {
    return bundles.stream().map(SwapRun::name).toList();
  }
}
