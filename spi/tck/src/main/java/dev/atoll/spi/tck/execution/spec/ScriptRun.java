package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.wast.Expected;
import dev.atoll.wasm.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// One script on one engine.
///
/// Used by one thread.
public final class ScriptRun {

  private final WasmEngine engine;
  private final ScriptPlan plan;
  private final Map<InstancePlan, RunningInstance> instances = new LinkedHashMap<>();
  private final Set<InstancePlan> refused = new HashSet<>();
  private final List<Performed> performed = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> lacks = new TreeMap<>();
  private final Map<InstancePlan, String> reasons = new LinkedHashMap<>();

  private ScriptRun(WasmEngine engine, ScriptPlan plan) {
    this.engine = engine;
    this.plan = plan;
  }

  /// Runs all steps, on a thread with the stack that the engine asks for.
  public static ScriptRun of(WasmEngine engine, ScriptPlan plan) {
    CompletableFuture<ScriptRun> result = new CompletableFuture<>();
    new Thread(
            null,
            () -> {
              try {
                ScriptRun run = new ScriptRun(engine, plan);
                run.run();
                result.complete(run);
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            },
            plan.name(),
            engine.traits().stackSizeBytes())
        .start();
    return result.join();
  }

  /// What was done for each instantiation and action, in order.
  public List<Performed> performed() {
    return List.copyOf(performed);
  }

  /// What was not as the script demands, with the line of the command.
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /// How many commands could not be run, by the message of the engine that refused their module.
  public Map<String, Integer> lacks() {
    return Map.copyOf(lacks);
  }

  private void run() {
    try {
      plan.steps().forEach(this::perform);
    } finally {
      instances.values().forEach(RunningInstance::close);
    }
  }

  private void perform(Step step) {
    switch (step) {
      case Step.Start start -> start(start);
      case Step.Act act -> act(act);
      case Step.Refuse refuse -> {}
      case Step.NotRun notRun -> {}
      case Step.Nothing nothing -> {}
    }
  }

  private void start(Step.Start step) {
    RunningInstance running;
    try {
      running = new RunningInstance(step.instance(), engine, this::running);
    } catch (EngineException e) {
      refused.add(step.instance());
      reasons.put(step.instance(), String.valueOf(e.getMessage()));
      lacks(step.instance());
      return;
    }
    instances.put(step.instance(), running);
    Performed done = running.start(step.line());
    performed.add(done);
    boolean asExpected =
        step.trap() == null
            ? done.outcome() instanceof Performed.Outcome.Returned
            : done.outcome().equals(new Performed.Outcome.Trapped(step.trap()));
    if (!asExpected) {
      fail(step.line(), "instantiation", done.outcome(), String.valueOf(step.trap()));
    }
  }

  private void lacks(InstancePlan instance) {
    lacks.merge(String.valueOf(reasons.get(instance)), 1, Integer::sum);
  }

  private void act(Step.Act step) {
    if (refused.contains(step.instance())) {
      lacks(step.instance());
      return;
    }
    Performed done = running(step.instance()).act(step.line(), step.driver());
    performed.add(done);
    boolean asExpected =
        switch (step.check()) {
          case Step.Check.Ends ends -> done.outcome() instanceof Performed.Outcome.Returned;
          case Step.Check.Traps traps ->
              done.outcome().equals(new Performed.Outcome.Trapped(traps.code()));
          case Step.Check.Returns returns ->
              done.outcome() instanceof Performed.Outcome.Returned returned
                  && accepts(returns.expected(), step.driver(), returned.bits());
        };
    if (!asExpected) {
      fail(step.line(), step.driver().action().toString(), done.outcome(), step.check().toString());
    }
  }

  private RunningInstance running(InstancePlan instance) {
    RunningInstance running = instances.get(instance);
    if (running == null) {
      throw new IllegalStateException("%s: an instance is missing".formatted(plan.name()));
    }
    return running;
  }

  private void fail(int line, String what, Performed.Outcome found, String expected) {
    failures.add(
        "%s:%d: %s gave %s, expected %s".formatted(plan.name(), line, what, found, expected));
  }

  private static boolean accepts(List<Expected> expected, Driver driver, List<Long> bits) {
    if (expected.size() != driver.results().size()) {
      return false;
    }
    int place = 0;
    for (int i = 0; i < expected.size(); i++) {
      ValueType type = driver.results().get(i).type();
      long high = type == ValueType.V128 ? bits.get(place + 1) : 0;
      if (!accepts(expected.get(i), type, bits.get(place), high)) {
        return false;
      }
      place += type == ValueType.V128 ? 2 : 1;
    }
    return true;
  }

  private static boolean accepts(Expected expected, ValueType type, long low, long high) {
    return switch (expected) {
      case Expected.Numeric number -> number.type() == type && number.accepts(low, high);
      case Expected.Null isNull -> type.isReference() && low == 1;
      case Expected.NotNull notNull -> type.isReference() && low == 0;
      case Expected.OfHost host -> false;
      case Expected.Either either ->
          either.alternatives().stream()
              .anyMatch(alternative -> accepts(alternative, type, low, high));
    };
  }
}
