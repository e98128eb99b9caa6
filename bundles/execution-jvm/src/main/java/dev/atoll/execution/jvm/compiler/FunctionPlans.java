package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The plans of the functions of a module: one method where that is small enough for HotSpot to
/// compile it, several otherwise.
///
/// That each function fits is checked by bounds, without writing code, when the module is compiled;
/// how it is split best is found out when it is called for the first time.
///
/// Callable from any thread.
final class FunctionPlans {

  /// Source: Java Virtual Machine Specification, section 4.7.3.
  private static final int METHOD_BYTES_MAX = 65_535;

  /// What a region has at most, by the bounds of its instructions, in the plan that shows that a
  /// function fits: its seams come on top.
  private static final int BOUNDED_REGION_BYTES = 30_000;

  /// How often a function that spills is split anew, if methods are still too large.
  private static final int ATTEMPTS_MAX = 7;

  private final ModuleLayout layout;
  private final GeneratedClasses classes;

  /// Those that take work, by function.
  private final Map<Integer, PlanSearch> searches = new ConcurrentHashMap<>();

  /// Those found otherwise, by function.
  private final Map<Integer, FunctionPlan> rare = new ConcurrentHashMap<>();

  FunctionPlans(ModuleLayout layout, GeneratedClasses classes) {
    this.layout = layout;
    this.classes = classes;
  }

  /// The plan of a function.
  ///
  /// @throws IllegalArgumentException if it cannot be split into methods that fit into a class file
  FunctionPlan of(FunctionBody body) {
    PlanSearch search = search(body);
    if (search != null) {
      settle(search);
    }
    return proposed(body);
  }

  private void settle(PlanSearch search) {
    while (!search.isSettled()) {
      FunctionPlan plan = search.proposed();
      search.judge(plan, classes.largestMethod(plan));
    }
  }

  /// The plan by which to write a function. What becomes of it is said to [#judge] if it is not
  /// known to fit.
  FunctionPlan proposed(FunctionBody body) {
    PlanSearch search = search(body);
    if (search == null) {
      return layout.fitsOneMethod(body) ? FunctionPlan.of(layout, body) : rare(body);
    }
    if (layout.needsManyConstants(body)) {
      settle(search); // its regions are in other classes, and are written before it
    }
    boolean fits = !search.isSettled() || search.largest() <= METHOD_BYTES_MAX;
    return fits ? search.proposed() : rare(body);
  }

  /// Whether nobody knows yet what becomes of a plan that [#proposed] has given.
  boolean isOpen(FunctionPlan plan) {
    PlanSearch search = search(plan.body);
    return search != null && !search.isSettled();
  }

  /// Says what has become of a plan; whether it is the one to keep.
  ///
  /// @param largest the code of its largest method, in bytes; the greatest number if that does not
  ///     fit into a class file
  boolean judge(FunctionPlan plan, int largest) {
    PlanSearch search = search(plan.body);
    if (search != null) {
      search.judge(plan, largest);
    }
    return largest <= METHOD_BYTES_MAX && plan == proposed(plan.body);
  }

  /// Null for a function that is known to be small enough, or that spills.
  private @Nullable PlanSearch search(FunctionBody body) {
    if (spills(body) || layout.fitsOneMethod(body)) {
      return null;
    }
    return searches.computeIfAbsent(
        body.functionIndex(),
        function ->
            new PlanSearch(FunctionPlan.of(layout, body), layout.options().methodBytesMax()));
  }

  private boolean spills(FunctionBody body) {
    return layout.options().spillAll() || !layout.fitsSlots(body);
  }

  private FunctionPlan rare(FunctionBody body) {
    FunctionPlan known = rare.get(body.functionIndex());
    if (known == null) {
      known = fitting(body);
      rare.put(body.functionIndex(), known);
    }
    return known;
  }

  /// Checks that a function fits into methods of a class file.
  ///
  /// @throws IllegalArgumentException if it cannot be split into such methods
  void check(FunctionBody body) {
    if (layout.fitsSlots(body)
        && (layout.sizeBound(body.functionIndex()) <= METHOD_BYTES_MAX
            || boundedSplit(FunctionPlan.of(layout, body)) != null)) {
      return;
    }
    fitting(body);
  }

  /// The plan that [#check] relies on.
  private FunctionPlan fitting(FunctionBody body) {
    FunctionPlan whole = FunctionPlan.of(layout, body);
    if (!spills(body)) {
      if (layout.sizeBound(body.functionIndex()) <= METHOD_BYTES_MAX) {
        return whole;
      }
      FunctionPlan bounded = boundedSplit(whole);
      if (bounded != null) {
        return bounded;
      }
      PlanSearch search = new PlanSearch(whole, METHOD_BYTES_MAX);
      settle(search);
      if (search.largest() <= METHOD_BYTES_MAX) {
        return search.proposed();
      }
    }
    FunctionPlan plan = spilled(whole.spilling());
    if (plan == null) {
      throw new IllegalArgumentException("no split makes it fit");
    }
    return plan;
  }

  /// A split all of whose methods are known to fit into a class file; null if none is found.
  private @Nullable FunctionPlan boundedSplit(FunctionPlan whole) {
    if (layout.needsManyConstants(whole.body)) {
      return null;
    }
    CodeSize parts = CodeSize.ofParts(layout.validated(), whole.body);
    Outline outline = Outline.of(CodeWalk.of(layout.module(), whole.body), parts::of);
    if (outline.isTooDeep()) {
      return null;
    }
    FunctionPlan plan = Splitter.split(whole, outline, BOUNDED_REGION_BYTES);
    boolean fits =
        plan.whole.nesting() <= PlanSearch.NESTING_MAX
            && isBounded(plan, plan.whole)
            && plan.regions.stream().allMatch(region -> isBounded(plan, region));
    return fits ? plan : null;
  }

  private static boolean isBounded(FunctionPlan plan, Region region) {
    return CodeSize.ofRegion(plan, region).bound() <= METHOD_BYTES_MAX;
  }

  /// The best split of a function that spills, null if none fits.
  private @Nullable FunctionPlan spilled(FunctionPlan whole) {
    // What spills is slow anyway, and so large that each attempt takes seconds.
    boolean hurries = !layout.options().spillAll();
    int bytesMax = hurries ? METHOD_BYTES_MAX : layout.options().methodBytesMax();
    GeneratedClasses.Whole found = classes.whole(whole);
    FunctionPlan best = whole;
    int smallest = found.codeBytes();
    int estimateMax = layout.options().methodBytesMax();
    for (int i = 0; i < ATTEMPTS_MAX && smallest > bytesMax; i++) {
      Outline outline = i == 0 ? found.outline() : classes.whole(whole).outline();
      if (outline.isTooDeep()) {
        break;
      }
      FunctionPlan split = Splitter.split(whole, outline, estimateMax);
      estimateMax = estimateMax * 3 / 4;
      if (split.whole.nesting() > PlanSearch.NESTING_MAX) {
        continue;
      }
      int largest = classes.largestMethod(split);
      if (largest < smallest) {
        best = split;
        smallest = largest;
      }
    }
    if (smallest > METHOD_BYTES_MAX) {
      return classes.largestMethod(whole) > METHOD_BYTES_MAX ? null : whole;
    }
    return best;
  }
}
