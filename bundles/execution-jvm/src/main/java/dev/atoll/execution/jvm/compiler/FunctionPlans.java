package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.util.List;
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
      known = make(FunctionPlan.of(layout, body), spills);
      large.put(body.functionIndex(), known);
    }
    return known;
  }

  private FunctionPlan make(FunctionPlan whole, boolean spills) {
    FunctionPlan plan = spills ? null : fitting(whole);
    if (plan == null) {
      plan = fitting(whole.spilling());
    }
    if (plan == null) {
      throw new IllegalArgumentException("no split makes it fit");
    }
    return plan;
  }

  /// The best split, null if none fits.
  private @Nullable FunctionPlan fitting(FunctionPlan whole) {
    FunctionPlan best = whole;
    int smallest = largestMethod(whole);
    // What spills is slow anyway, and so large that each attempt takes seconds.
    boolean hurries = whole.spills() && !layout.options().spillAll();
    int bytesMax = hurries ? METHOD_BYTES_MAX : layout.options().methodBytesMax();
    int estimateMax = layout.options().methodBytesMax();
    for (int i = 0; i < ATTEMPTS_MAX && smallest > bytesMax; i++) {
      Outline outline = classes.outline(whole);
      if (outline.isTooDeep()) {
        break;
      }
      FunctionPlan split = Splitter.split(whole, outline, estimateMax);
      estimateMax = estimateMax * 3 / 4;
      if (split.whole.nesting() > NESTING_MAX) {
        continue;
      }
      int largest = largestMethod(split);
      if (largest < smallest) {
        best = split;
        smallest = largest;
      }
    }
    return smallest > METHOD_BYTES_MAX ? null : best;
  }

  /// The code of the largest method, in bytes; more than [#METHOD_BYTES_MAX] if it does not fit.
  private int largestMethod(FunctionPlan plan) {
    try {
      int largest = 0;
      for (List<Region> regions : plan.spread()) {
        largest = Math.max(largest, largestMethod(classes.regions(plan, regions)));
      }
      return Math.max(largest, largestMethod(classes.function(ClassDesc.of(Names.GROUP), plan)));
    } catch (IllegalArgumentException e) { // what the class-file API says of a method too large
      return Integer.MAX_VALUE;
    }
  }

  private static int largestMethod(byte[] content) {
    return ClassFile.of().parse(content).methods().stream()
        .mapToInt(
            method -> {
              @Nullable CodeAttribute code = method.findAttribute(Attributes.code()).orElse(null);
              return code == null ? 0 : code.codeLength();
            })
        .max()
        .orElse(0);
  }
}
