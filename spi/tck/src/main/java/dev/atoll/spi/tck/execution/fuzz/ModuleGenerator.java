package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures.Feature;
import dev.atoll.spi.tck.execution.fuzz.ModulePlan.GlobalPlan;
import dev.atoll.spi.tck.execution.fuzz.ModulePlan.MemoryPlan;
import dev.atoll.spi.tck.execution.fuzz.ModulePlan.Profile;
import dev.atoll.spi.tck.execution.fuzz.ModulePlan.TablePlan;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes a valid module and a script of messages from a seed: the same ones on every machine.
///
/// Immutable; callable from any thread.
public final class ModuleGenerator {

  private final FuzzFeatures features;
  private final InstructionPool scalars;
  private final InstructionPool vectors;

  public ModuleGenerator(FuzzFeatures features) {
    this.features = features;
    this.scalars = new InstructionPool(features.without(Feature.VECTORS));
    this.vectors = new InstructionPool(features);
  }

  /// The case of a seed.
  public FuzzCase generate(long seed) {
    Choices choices = new Choices(Choices.mix(seed));
    ModulePlan plan = plan(choices);
    InstructionPool pool = plan.features().has(Feature.VECTORS) ? vectors : scalars;
    for (int function = plan.imported(); function < plan.imported() + plan.counted(); function++) {
      write(plan, pool, function, choices);
    }
    Wrappers wrappers = new Wrappers(plan, choices);
    wrappers.write();
    List<FuzzCase.Step> script = new ArrayList<>();
    if (choices.rarely(10)) {
      plan.module().start(wrappers.first());
      script.add(new FuzzCase.Step.Invoke(WasmInstance.START, Wrappers.PLENTY));
    }
    script.addAll(wrappers.script());
    return new FuzzCase(seed, plan.module().build(), script, plan.counted());
  }

  private static void write(ModulePlan plan, InstructionPool pool, int function, Choices choices) {
    FunctionType type = plan.functions().get(function);
    List<ValueType> locals = FunctionGenerator.locals(plan, choices);
    List<ValueType> all = new ArrayList<>(type.parameters());
    all.addAll(locals);
    int budget = FunctionGenerator.budget(choices);
    plan.module()
        .function(
            type.parameters(),
            type.results(),
            locals,
            code ->
                new FunctionGenerator(new Body(plan, pool, choices, code, function, all, budget))
                    .write());
  }

  private ModulePlan plan(Choices choices) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    FuzzFeatures used = features;
    if (choices.chance(65)) {
      used = used.without(Feature.VECTORS);
    }
    if (choices.chance(88)) {
      used = used.without(Feature.TAIL_CALLS);
    }
    if (choices.chance(60)) {
      used = used.without(Feature.WIDE);
    }
    if (choices.chance(40)) {
      used = used.without(Feature.BLOCK_OPERANDS);
    }
    Profile profile = choices.of(List.of(Profile.values()));
    if (profile == Profile.VECTORS && !used.has(Feature.VECTORS)) {
      profile = Profile.MIXED;
    }
    MemoryPlan memory = memory(module, used.has(Feature.WIDE), choices);
    List<FunctionType> functions = new ArrayList<>();
    for (HostCalls.Import host : HostCalls.imports(memory != null && memory.is64())) {
      FunctionType type = host.type();
      module.importFunction(HostCalls.MODULE, host.name(), type.parameters(), type.results());
      functions.add(type);
    }
    int imported = functions.size();
    int counted = choices.between(3, 24);
    // The types need a plan to choose from.
    ModulePlan outline = outline(module, used, profile);
    List<FunctionType> types = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      types.add(functionType(outline, choices));
    }
    for (int i = 0; i < counted; i++) {
      functions.add(choices.chance(40) ? choices.of(types) : functionType(outline, choices));
    }
    int least = used.has(Feature.HOST_IN_TABLES) ? 0 : imported;
    TreeSet<Integer> referable = new TreeSet<>();
    List<TablePlan> tables =
        SegmentGenerator.tables(
            module, used.has(Feature.WIDE), functions, least, referable, choices);
    List<GlobalPlan> globals = globals(module, outline, choices);
    return new ModulePlan(
        module,
        used,
        profile,
        memory,
        tables,
        globals,
        functions,
        types,
        imported,
        counted,
        SegmentGenerator.data(module, memory, choices),
        SegmentGenerator.elements(module, functions, least, referable, choices),
        List.copyOf(referable),
        0);
  }

  private static ModulePlan outline(WasmModuleBuilder module, FuzzFeatures used, Profile profile) {
    return new ModulePlan(
        module, used, profile, null, List.of(), List.of(), List.of(), List.of(), 0, 0, List.of(),
        List.of(), List.of(), 0);
  }

  private static @Nullable MemoryPlan memory(
      WasmModuleBuilder module, boolean wide, Choices choices) {
    if (choices.rarely(14)) {
      return null;
    }
    int pages = choices.of(1, 1, 1, 2, 3);
    if (choices.chance(60)) {
      module.memory(wide, pages, pages + choices.of(0, 1, 2, 5));
    } else {
      module.memory(wide, pages);
    }
    return new MemoryPlan(wide, pages);
  }

  private static FunctionType functionType(ModulePlan outline, Choices choices) {
    int parameters = choices.rarely(60) ? choices.of(30, 130, 260) : choices.of(0, 1, 1, 2, 3, 5);
    int results = choices.rarely(60) ? choices.of(8, 20) : choices.of(0, 1, 1, 1, 2, 3);
    return new FunctionType(
        anyTypes(outline, choices, parameters), anyTypes(outline, choices, results));
  }

  private static List<ValueType> anyTypes(ModulePlan outline, Choices choices, int count) {
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(outline.anyType(choices));
    }
    return types;
  }

  /// The accumulator first, then globals of all types but references, which no message may keep.
  private static List<GlobalPlan> globals(
      WasmModuleBuilder module, ModulePlan outline, Choices choices) {
    List<GlobalPlan> globals = new ArrayList<>();
    globals.add(new GlobalPlan(ValueType.I64, true));
    for (ValueType type : List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64)) {
      globals.add(new GlobalPlan(type, true));
    }
    for (int i = choices.below(6); i > 0; i--) {
      ValueType type = outline.anyType(choices);
      if (!type.isReference()) {
        globals.add(new GlobalPlan(type, choices.chance(70)));
      }
    }
    Constants constants = new Constants(choices, outline.profile() == Profile.FLOATS);
    for (GlobalPlan global : globals) {
      module.global(global.type(), global.mutable(), code -> constants.write(code, global.type()));
    }
    return globals;
  }
}
