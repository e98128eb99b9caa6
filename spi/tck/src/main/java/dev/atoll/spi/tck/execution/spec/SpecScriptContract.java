package dev.atoll.spi.tck.execution.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atoll.spi.execution.WasmEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The scripts of the WebAssembly specification run as they demand, as far as the Internet Computer
/// accepts their modules. Extend it, hand over engines, and run it.
///
/// NaNs that operations make must be the one canonical NaN of the Internet Computer, which is
/// stricter than the scripts are. All engines agree in results, traps, instructions and written
/// pages: what they do has the digest that was reviewed. After an intended change, copy
/// `target/performed.txt` of an engine that runs all scripts over `performed.txt` of this package.
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

  private static final Path FOUND = Path.of("target/performed.txt");

  /// @param lacks what it was found to lack
  private record Tested(WasmEngine engine, Map<String, Integer> lacks) {}

  @TestFactory
  Stream<DynamicTest> eachScriptRunsAsItDemands() {
    List<Tested> engines =
        engines().stream().map(engine -> new Tested(engine, new TreeMap<>())).toList();
    Map<String, String> digests = new TreeMap<>();
    Stream<DynamicTest> scripts =
        SpecScripts.names().stream()
            .filter(this::runs)
            .map(name -> dynamicTest(name, () -> run(name, engines, digests)));
    DynamicTest last =
        dynamicTest(
            "engines lack what they are known to",
            () -> {
              if (SpecScripts.names().stream().allMatch(this::runs)) {
                write(digests);
              }
              engines.forEach(this::checkLacks);
            });
    return Stream.concat(scripts, Stream.of(last));
  }

  private static void write(Map<String, String> digests) throws IOException {
    Files.write(
        FOUND,
        digests.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).toList());
  }

  private void run(String name, List<Tested> engines, Map<String, String> digests) {
    ScriptPlan plan = ScriptPlan.of(SpecScripts.read(name));
    @Nullable List<Performed> first = null;
    for (Tested tested : engines) {
      ScriptRun run = ScriptRun.of(tested.engine(), plan);
      assertThat(run.failures()).isEmpty();
      int lacking = 0;
      for (Map.Entry<String, Integer> lack : run.lacks().entrySet()) {
        tested.lacks().merge(known(tested.engine(), lack.getKey()), lack.getValue(), Integer::sum);
        lacking += lack.getValue();
      }
      assertThat(run.performed().size() + lacking).isEqualTo(plan.counts().run());
      if (lacking > 0 || run.performed().isEmpty()) {
        continue;
      }
      if (first == null) {
        first = run.performed();
        digests.put(name, PerformedDigests.of(first));
      }
      assertThat(run.performed()).isEqualTo(first);
    }
    if (first != null) {
      assertThat(digests.get(name)).isEqualTo(PerformedDigests.reviewed(name));
    }
  }

  private void checkLacks(Tested tested) {
    assertThat(tested.lacks()).isEqualTo(lacks(tested.engine()));
  }

  private String known(WasmEngine engine, String message) {
    return lacks(engine).keySet().stream().filter(message::startsWith).findFirst().orElse(message);
  }
}
