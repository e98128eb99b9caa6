package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.MeteringPlan;
import dev.atoll.wasm.ValueType;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What is known of a function before its methods are written: one, or one for each region.
final class FunctionPlan {

  /// A method has 64 KiB, and refers to a new constant every three bytes at most: two fit a class.
  private static final int REGIONS_PER_CLASS = 2;

  final ModuleLayout layout;
  final FunctionBody body;
  final Signature signature;

  /// The types of parameters and locals.
  final ValueType[] types;

  final MeteringPlan metering;

  /// The locals that may hold raw NaNs.
  final BitSet arithmeticLocals;

  final Region whole;

  /// The regions that become methods of their own, inner ones first.
  final List<Region> regions;

  /// The place of each local in the [dev.atoll.execution.jvm.runtime.Activation], or -1.
  private final int[] places;

  private final int numbers;
  private final int references;
  private final Map<Region, Liveness.OfRegion> liveness;
  private final boolean spills;

  /// The class of each region, by its number.
  private final Map<Integer, ClassDesc> classes = new HashMap<>();

  private final List<List<Region>> spread = new ArrayList<>();

  private FunctionPlan(FunctionPlan plan, Region whole, boolean spills) {
    this.spills = spills;
    this.layout = plan.layout;
    this.body = plan.body;
    this.signature = plan.signature;
    this.types = plan.types;
    this.metering = plan.metering;
    this.arithmeticLocals = plan.arithmeticLocals;
    this.whole = whole;
    this.regions = new ArrayList<>();
    whole.inner().forEach(this::addRegion);
    this.places = new int[types.length];
    int[] users = new int[types.length];
    regions.forEach(region -> region.uses().stream().forEach(local -> users[local]++));
    Arrays.fill(places, -1);
    int numberCount = 0;
    int referenceCount = 0;
    if (spills) {
      Arrays.fill(users, 1);
    }
    for (int local : mostUsedFirst(users)) {
      places[local] = types[local].isNumber() ? numberCount++ : referenceCount++;
    }
    this.numbers = numberCount;
    this.references = referenceCount;
    this.liveness = spills ? Map.of() : Liveness.of(this, regions);
    if (spills || layout.needsManyConstants(body)) {
      for (int i = 0; i < regions.size(); i += REGIONS_PER_CLASS) {
        List<Region> chunk = regions.subList(i, Math.min(regions.size(), i + REGIONS_PER_CLASS));
        ClassDesc owner = ClassDesc.of(Names.regions(body.functionIndex(), spread.size()));
        chunk.forEach(region -> classes.put(region.number(), owner));
        spread.add(chunk);
      }
    }
  }

  private FunctionPlan(ModuleLayout layout, FunctionBody body) {
    this.layout = layout;
    this.body = body;
    this.signature = layout.signature(body.typeIndex());
    this.types = Locals.typesOf(signature.type(), body);
    this.metering = MeteringPlan.of(layout.module(), body);
    this.arithmeticLocals =
        layout.options().eagerNans()
            ? new BitSet()
            : Nans.arithmeticLocals(layout.module().instructions(body), body, types);
    BitSet all = new BitSet();
    all.set(0, types.length);
    BitSet none = new BitSet();
    this.whole =
        new Region(
            -1,
            body.start(),
            body.end(),
            List.of(),
            List.of(),
            new RegionScan(all, all, all, all, none, false));
    this.regions = List.of();
    this.places = new int[0];
    this.numbers = 0;
    this.references = 0;
    this.liveness = Map.of();
    this.spills = false;
  }

  private static int[] mostUsedFirst(int[] users) {
    return IntStream.range(0, users.length)
        .filter(local -> users[local] > 0)
        .boxed()
        .sorted(Comparator.comparingInt(local -> -users[local]))
        .mapToInt(local -> local)
        .toArray();
  }

  /// One method for the function.
  static FunctionPlan of(ModuleLayout layout, FunctionBody body) {
    return new FunctionPlan(layout, body);
  }

  /// The same function in the methods of `newWhole` and its inner regions.
  FunctionPlan split(Region newWhole) {
    return new FunctionPlan(this, newWhole, spills);
  }

  /// The same function in one method that spills its locals and operands.
  FunctionPlan spilling() {
    BitSet none = new BitSet();
    RegionScan scan = new RegionScan(none, none, none, none, none, false);
    Region region = new Region(-1, whole.start(), whole.end(), List.of(), List.of(), scan);
    return new FunctionPlan(this, region, true);
  }

  /// Whether locals and operands lie in the activation: the function has more of them than a method
  /// of the JVM can have, or an expression that fits into no method. Between two instructions
  /// nothing lies on the JVM's stack, so that it can be split at any of them.
  boolean spills() {
    return spills;
  }

  /// The place of an operand in the activation, by its number from below.
  int homeOf(int operand, ValueType type) {
    return operand + (type.isNumber() ? numbers : references);
  }

  private int operandPlaces() {
    return spills ? layout.validated().operandsMax(body) : 0;
  }

  /// The regions that are classes of their own, because there are too many constants in all of
  /// them for one class; inner regions come first.
  List<List<Region>> spread() {
    return spread;
  }

  /// The class that has the method of a region.
  ClassDesc classOf(Region region) {
    return classes.getOrDefault(region.number(), layout.groupOf(body.functionIndex()));
  }

  private void addRegion(Region region) {
    region.inner().forEach(this::addRegion);
    regions.add(region);
  }

  boolean isSplit() {
    return !regions.isEmpty();
  }

  boolean hasActivation() {
    return spills || isSplit();
  }

  /// The instructions of a region, inner ones included.
  InstructionReader instructions(Region region) {
    return instructions(region.start(), region.end());
  }

  InstructionReader instructions(int start, int end) {
    return new InstructionReader(layout.module().bytes().unsafeArray(), start, end);
  }

  /// Whether regions share the local.
  boolean isShared(int local) {
    return places[local] >= 0;
  }

  /// Whether the local matters where an inner region begins: whether its value is read later.
  boolean isLiveBefore(Region region, int local) {
    return live(region).start().get(local);
  }

  /// Whether the local matters to somebody after an inner region.
  boolean isLiveAfter(Region region, int local) {
    return live(region).end().get(local);
  }

  private Liveness.OfRegion live(Region region) {
    Liveness.OfRegion found = liveness.get(region);
    if (found == null) {
      throw new IllegalArgumentException("not an inner region of the function");
    }
    return found;
  }

  /// The place of a shared local, among the numbers or the references.
  int place(int local) {
    return places[local];
  }

  int sharedNumbers() {
    return numbers + operandPlaces();
  }

  int sharedReferences() {
    return references + operandPlaces();
  }

  /// The name of the method of a region.
  String methodOf(Region region) {
    return Names.REGION_METHOD + body.functionIndex() + "_" + region.number();
  }
}
