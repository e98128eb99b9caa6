package dev.atoll.kernel.admin;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.LiveBundles;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Counts swaps by their outcome for the metrics of the node; what is only tried is not counted.
public final class MeasuredSwaps implements AdminCommand {

  private final AdminCommand swap;

  private final LiveBundles bundles;

  /// @param swap answers with `micros`, in it `exchange`
  public MeasuredSwaps(AdminCommand swap, LiveBundles bundles) {
    this.swap = swap;
    this.bundles = bundles;
  }

  @Override
  public String name() {
    return swap.name();
  }

  @Override
  public Map<String, Object> run(
      Map<String, Object> arguments, Consumer<Map<String, Object>> events)
      throws InterruptedException {
    try {
      Map<String, Object> result = swap.run(arguments, events);
      if (!Boolean.TRUE.equals(arguments.get("dry-run"))) {
        measure(arguments, "done", result.get("micros"));
      }
      return result;
    } catch (KernelException e) {
      measure(arguments, e.code() == Code.SWAP_FAILED ? "failed" : "refused", Map.of());
      throw e;
    }
  }

  private void measure(Map<String, Object> arguments, String outcome, @Nullable Object micros) {
    Map<String, Object> swapped = new HashMap<>();
    swapped.put("kind", arguments.getOrDefault("kind", ""));
    swapped.put("outcome", outcome);
    if (micros instanceof Map<?, ?> steps && steps.get("exchange") instanceof Number exchange) {
      swapped.put("micros", exchange);
    }
    bundles.exchange("measure", swapped);
  }
}
