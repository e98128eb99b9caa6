package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The plans of the functions of a module: one method where that is small enough for HotSpot to
/// compile it, several otherwise.
///
/// Callable from any thread.
final class FunctionPlans {

  /// Source: Java Virtual Machine Specification, section 4.7.3.
  private static final int METHOD_BYTES_MAX = 65_535;

  /// The most regions inside of each other. Each takes a frame of the JVM that no budget counts:
  /// functions of one frame need up to 32 MiB of stack before the budget ends, and threads have
  /// 256.
  private static final int NESTING_MAX = 6;

  /// How often a function is split anew, into smaller regions, if methods are still too large.
  private static final int ATTEMPTS_MAX = 7;

  private final ModuleLayout layout;
  private final GeneratedClasses classes;

  /// Those that took work, by function.
  private final Map<Integer, FunctionPlan> large = new ConcurrentHashMap<>();

  FunctionPlans(ModuleLayout layout, GeneratedClasses classes) {
    this.layout = layout;
    this.classes = classes;
  }

  /// The plan of a function.
  ///
  /// @throws IllegalArgumentException if it cannot be split into methods that fit into a class file
  FunctionPlan of(FunctionBody body) {
    boolean spills = layout.options().spillAll() || !layout.fitsSlots(body);
    if (!spills && layout.sizeBound(body.functionIndex()) <= layout.options().methodBytesMax()) {
      return FunctionPlan.of(layout, body);
    }
    FunctionPlan known = large.get(body.functionIndex());
    if (known == null) {
      known = make(FunctionPlan.of(layout, body), spills, layout.options().methodBytesMax());
      large.put(body.functionIndex(), known);
    }
    return known;
  }

  /// Checks that a function fits into methods of a class file.
  ///
  /// @throws IllegalArgumentException if it cannot be split into such methods
  void check(FunctionBody body) {
    boolean spills = !layout.fitsSlots(body);
    if (spills || layout.sizeBound(body.functionIndex()) > METHOD_BYTES_MAX) {
      make(FunctionPlan.of(layout, body), spills, METHOD_BYTES_MAX);
    }
  }

  /// @param bytesMax what the methods should have at most
  private FunctionPlan make(FunctionPlan whole, boolean spills, int bytesMax) {
    FunctionPlan plan = spills ? null : fitting(whole, bytesMax);
    if (plan == null) {
      // What spills is slow anyway, and so large that each attempt takes seconds.
      boolean hurries = !layout.options().spillAll();
      plan = fitting(whole.spilling(), hurries ? METHOD_BYTES_MAX : bytesMax);
    }
    if (plan == null) {
      throw new IllegalArgumentException("no split makes it fit");
    }
    return plan;
  }

  /// The best split, null if none fits.
  private @Nullable FunctionPlan fitting(FunctionPlan whole, int bytesMax) {
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
      if (split.whole.nesting() > NESTING_MAX) {
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
