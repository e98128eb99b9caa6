package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.tck.wast.Action;
import dev.atoll.spi.tck.wast.Command;
import dev.atoll.spi.tck.wast.Expected;
import dev.atoll.spi.tck.wast.Script;
import dev.atoll.spi.tck.wast.ScriptModule;
import dev.atoll.spi.tck.wast.WastException;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to do for each command of a script, the same for all engines.
///
/// All modules are validated here. Immutable after it was made.
public final class ScriptPlan {

  private static final Map<String, TrapCode> TRAPS =
      Map.of(
          "out of bounds memory access", TrapCode.HEAP_OUT_OF_BOUNDS,
          "out of bounds table access", TrapCode.TABLE_OUT_OF_BOUNDS,
          "undefined element", TrapCode.TABLE_OUT_OF_BOUNDS,
          "uninitialized element", TrapCode.NULL_FUNCTION,
          "indirect call type mismatch", TrapCode.BAD_SIGNATURE,
          "unreachable", TrapCode.UNREACHABLE,
          "integer overflow", TrapCode.INTEGER_OVERFLOW,
          "integer divide by zero", TrapCode.INTEGER_DIVISION_BY_ZERO,
          "invalid conversion to integer", TrapCode.INVALID_CONVERSION_TO_INTEGER);

  private final String name;
  private final List<Step> steps = new ArrayList<>();

  private record Target(@Nullable InstancePlan instance, @Nullable Skip skip) {}

  private final ModuleMaker modules;
  private final Map<String, ModuleMaker.Made> definitions = new HashMap<>();
  private final Map<String, Target> instances = new HashMap<>();

  private ScriptPlan(String name) {
    this.name = name;
    this.modules = new ModuleMaker(name);
  }

  /// Plans a script.
  ///
  /// @throws AssertionError if a module that must be valid is refused for another reason than a
  ///     proposal that is not accepted
  public static ScriptPlan of(Script script) {
    ScriptPlan plan = new ScriptPlan(script.name());
    for (Command command : script.commands()) {
      Skip leftOut = LeftOut.reason(script.name(), command.line());
      Step step = plan.step(command);
      plan.steps.add(leftOut == null ? step : new Step.NotRun(command.line(), leftOut));
    }
    return plan;
  }

  public String name() {
    return name;
  }

  List<Step> steps() {
    return steps;
  }

  /// The modules that must be refused.
  public List<Command.AssertRefused> refusals() {
    return steps.stream()
        .filter(Step.Refuse.class::isInstance)
        .map(step -> ((Step.Refuse) step).command())
        .toList();
  }

  /// How many commands are run, and how many are not by reason.
  public PlanCounts counts() {
    return PlanCounts.of(steps);
  }

  private Step step(Command command) {
    int line = command.line();
    return switch (command) {
      case Command.Instantiate c -> instantiate(line, c.name(), modules.make(line, c.module()));
      case Command.Define c -> {
        ModuleMaker.Made made = modules.make(line, c.module());
        definitions.put(key(c.name()), made);
        definitions.put("", made);
        yield new Step.Nothing(line);
      }
      case Command.InstantiateDefined c ->
          instantiate(line, c.name(), known(definitions, c.module(), line));
      case Command.Register c -> {
        modules.register(c.name(), known(instances, c.instance(), line).instance());
        yield new Step.Nothing(line);
      }
      case Command.Perform c -> act(line, c.action(), new Step.Check.Ends());
      case Command.AssertReturn c ->
          c.expected().stream().anyMatch(Expected.OfHost.class::isInstance)
              ? new Step.NotRun(line, Skip.HOST_REFERENCES)
              : act(line, c.action(), new Step.Check.Returns(c.expected()));
      case Command.AssertTrap c -> act(line, c.action(), c.message());
      case Command.AssertExhaustion c ->
          act(line, c.action(), new Step.Check.Traps(TrapCode.STACK_OVERFLOW));
      case Command.AssertException c -> act(line, c.action(), "exception");
      case Command.AssertStartTraps c -> {
        ModuleMaker.Made made = modules.make(line, c.module());
        yield made.module() == null
            ? notRun(line, made.skip())
            : new Step.Start(
                line, new InstancePlan(made.module(), made.links()), trap(line, c.message()));
      }
      case Command.AssertRefused c ->
          c.malformed() && c.module().form() != ScriptModule.Form.BINARY
              ? new Step.NotRun(line, Skip.TEXT)
              : refuse(c);
      case Command.AssertUnlinkable c -> new Step.NotRun(line, Skip.LINKING);
    };
  }

  private static Step notRun(int line, @Nullable Skip skip) {
    if (skip == null) {
      throw new IllegalStateException("line %d is left out without a reason".formatted(line));
    }
    return new Step.NotRun(line, skip);
  }

  private static String key(@Nullable String name) {
    return name == null ? "" : name;
  }

  private <T> T known(Map<String, T> all, @Nullable String wanted, int line) {
    T found = all.get(key(wanted));
    if (found == null) {
      throw new IllegalStateException("%s:%d: unknown %s".formatted(name, line, wanted));
    }
    return found;
  }

  private Step instantiate(int line, @Nullable String instanceName, ModuleMaker.Made made) {
    InstancePlan instance =
        made.module() == null ? null : new InstancePlan(made.module(), made.links());
    Target target = new Target(instance, made.skip());
    instances.put("", target);
    instances.put(key(instanceName), target);
    return instance == null ? notRun(line, made.skip()) : new Step.Start(line, instance, null);
  }

  /// A module that is refused only because of a proposal shows nothing.
  private static Step refuse(Command.AssertRefused command) {
    try {
      WasmModule.decode(command.module().encode());
      ValidatedModule.ofPlain(command.module().encode());
    } catch (WasmException e) {
      if (e.proposal().isPresent()) {
        return new Step.NotRun(command.line(), Skip.of(e.proposal().get()));
      }
    } catch (WastException e) {
      return new Step.NotRun(command.line(), Skip.GARBAGE_COLLECTION);
    }
    return new Step.Refuse(command);
  }

  private Step act(int line, Action action, String message) {
    Target target = known(instances, action.instance(), line);
    return target.instance() == null
        ? notRun(line, target.skip())
        : act(line, action, new Step.Check.Traps(trap(line, message)));
  }

  private Step act(int line, Action action, Step.Check check) {
    Target target = known(instances, action.instance(), line);
    if (target.instance() == null) {
      return notRun(line, target.skip());
    }
    if (InstancePlan.needsHost(action)) {
      return new Step.NotRun(line, Skip.HOST_REFERENCES);
    }
    Driver driver = target.instance().driver(action);
    if (driver == null && target.skip() != null) {
      return new Step.NotRun(line, target.skip());
    }
    if (driver == null) {
      throw new IllegalStateException("%s:%d: no export %s".formatted(name, line, action.export()));
    }
    return new Step.Act(line, target.instance(), driver, check);
  }

  private TrapCode trap(int line, String message) {
    for (Map.Entry<String, TrapCode> entry : TRAPS.entrySet()) {
      if (message.startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    throw new IllegalStateException("%s:%d: unknown trap %s".formatted(name, line, message));
  }
}
