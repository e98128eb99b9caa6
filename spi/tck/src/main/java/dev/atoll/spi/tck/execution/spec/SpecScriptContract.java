package dev.atoll.spi.tck.execution.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atoll.spi.execution.WasmEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The scripts of the WebAssembly specification run as they demand, as far as the Internet Computer
/// accepts their modules. Extend it, hand over engines, and run it.
///
/// NaNs that operations make must be the one canonical NaN of the Internet Computer, which is
/// stricter than the scripts are. Several engines must agree in results, traps, instructions, and
/// dirty pages.
public abstract class SpecScriptContract {

  /// The engines under test; called once.
  protected abstract List<WasmEngine> engines();

  /// How many commands an engine cannot run, by the beginning of its message.
  protected Map<String, Integer> lacks(WasmEngine engine) {
    return Map.of();
  }

  /// Whether to run a script; a slow engine may leave out some.
  protected boolean runs(String script) {
    return true;
  }

  /// @param lacks what it was found to lack
  private record Tested(WasmEngine engine, Map<String, Integer> lacks) {}

  @TestFactory
  Stream<DynamicTest> eachScriptRunsAsItDemands() {
    List<Tested> engines =
        engines().stream().map(engine -> new Tested(engine, new TreeMap<>())).toList();
    Stream<DynamicTest> scripts =
        SpecScripts.names().stream()
            .filter(this::runs)
            .map(name -> dynamicTest(name, () -> run(name, engines)));
    DynamicTest last =
        dynamicTest("engines lack what they are known to", () -> engines.forEach(this::checkLacks));
    return Stream.concat(scripts, Stream.of(last));
  }

  private void run(String name, List<Tested> engines) {
    ScriptPlan plan = ScriptPlan.of(SpecScripts.read(name));
    List<List<Performed>> all = new ArrayList<>();
    for (Tested tested : engines) {
      ScriptRun run = ScriptRun.of(tested.engine(), plan);
      assertThat(run.failures()).isEmpty();
      int lacking = 0;
      for (Map.Entry<String, Integer> lack : run.lacks().entrySet()) {
        tested.lacks().merge(known(tested.engine(), lack.getKey()), lack.getValue(), Integer::sum);
        lacking += lack.getValue();
      }
      assertThat(run.performed().size() + lacking).isEqualTo(plan.counts().run());
      if (lacking == 0) {
        all.add(run.performed());
      }
    }
    for (List<Performed> performed : all) {
      assertThat(performed).isEqualTo(all.getFirst());
    }
  }

  private void checkLacks(Tested tested) {
    assertThat(tested.lacks()).isEqualTo(lacks(tested.engine()));
  }

  private String known(WasmEngine engine, String message) {
    return lacks(engine).keySet().stream().filter(message::startsWith).findFirst().orElse(message);
  }
}
