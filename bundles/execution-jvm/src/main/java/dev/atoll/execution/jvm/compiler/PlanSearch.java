package dev.atoll.execution.jvm.compiler;

import org.jspecify.annotations.Nullable;

/// The search for the methods of a function that may be too large for one: a plan is proposed,
/// written, and judged by what it has become, until one is small enough.
///
/// Estimates are within a fifth of what is written for nearly all functions, so that the first
/// proposal is nearly always the last one: what is written for the search is what is loaded.
///
/// Safe for use from any thread.
final class PlanSearch {

  /// The most regions inside of each other. Each takes a frame of the JVM that no budget counts:
  /// functions of one frame need up to 32 MiB of stack before the budget ends, and threads have
  /// 256.
  static final int NESTING_MAX = 6;

  /// How often a function is split anew, into smaller regions, if methods are still too large.
  private static final int ATTEMPTS_MAX = 7;

  private final FunctionPlan whole;
  private final int bytesMax;
  private FunctionPlan proposed;
  private @Nullable FunctionPlan best;
  private int smallest = Integer.MAX_VALUE;
  private int attempts;

  /// What a method may have by the estimates.
  private int estimateMax;

  private boolean settled;

  /// @param whole one method for the function
  /// @param bytesMax what a method should have at most
  PlanSearch(FunctionPlan whole, int bytesMax) {
    this.whole = whole;
    this.bytesMax = bytesMax;
    this.estimateMax = whole.layout.options().methodBytesMax();
    this.proposed = whole;
    Outline outline = outline();
    // What is estimated as a little too large is often small enough, and fastest if it is.
    if (!outline.isTooDeep() && outline.whole().size() > bytesMax / 4 * 5) {
      proposeSplit(outline);
    }
  }

  private Outline outline() {
    return Outline.estimated(CodeWalk.of(whole.layout.module(), whole.body));
  }

  /// The plan to write, and once it is settled the one to keep.
  synchronized FunctionPlan proposed() {
    return proposed;
  }

  synchronized boolean isSettled() {
    return settled;
  }

  /// The code of the largest method that the plan found comes to, in bytes.
  synchronized int largest() {
    return smallest;
  }

  /// Says what has become of a plan; if it is not the one to keep, another one is proposed.
  ///
  /// @param largest the code of its largest method, in bytes; the greatest number if that does not
  ///     fit into a class file
  synchronized void judge(FunctionPlan plan, int largest) {
    if (settled || plan != proposed) {
      return; // somebody else has written it too
    }
    if (largest < smallest || best == null) {
      best = plan;
      smallest = largest;
    }
    if (largest <= bytesMax) {
      settled = true;
      return;
    }
    if (plan != whole) {
      long fitting = (long) estimateMax * bytesMax / largest;
      estimateMax = (int) Math.clamp(fitting * 19 / 20, estimateMax / 2, estimateMax * 19L / 20);
    }
    Outline outline = outline();
    if (outline.isTooDeep()) {
      attempts = ATTEMPTS_MAX;
    }
    proposeSplit(outline);
  }

  private void proposeSplit(Outline first) {
    Outline outline = first;
    while (attempts < ATTEMPTS_MAX) {
      attempts++;
      FunctionPlan split = Splitter.split(whole, outline, estimateMax);
      if (split.whole.nesting() <= NESTING_MAX) {
        proposed = split;
        return;
      }
      estimateMax = estimateMax * 3 / 4;
      outline = outline(); // splitting uses it up
    }
    proposed = best == null ? whole : best;
    settled = true;
  }
}
