package dev.atoll.itests;

import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.fuzz.EngineComparison;
import dev.atoll.spi.tck.execution.fuzz.FuzzCampaign;
import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures;
import dev.atoll.spi.tck.execution.fuzz.FuzzRequest;
import dev.atoll.spi.tck.execution.fuzz.ModuleGenerator;
import java.time.InstantSource;
import java.util.List;

/// The long campaign of our own engine against Chicory:
/// `distributions/itests/fuzz-engines --compare compiled|interpreted` starts it.
final class FuzzEngines {

  private FuzzEngines() {}

  public static void main(String[] args) {
    FuzzRequest request = FuzzRequest.parse(List.of(args), "compiled");
    boolean interpreted = request.compared().equals("interpreted");
    WasmEngine compiler = RealEngines.chicory(ChicoryConfig.Mode.COMPILED_ONLY);
    WasmEngine interpreter = RealEngines.chicory(ChicoryConfig.Mode.INTERPRETED);
    FuzzFeatures features =
        interpreted ? RealEngines.interpretedByChicory() : RealEngines.compiledByChicory();
    EngineComparison comparison =
        new EngineComparison(
            interpreted ? interpreter : compiler,
            RealEngines.jvm(),
            interpreted ? compiler : interpreter);
    boolean alike =
        new FuzzCampaign(request, InstantSource.system(), System.out::println)
            .run(comparison, new ModuleGenerator(features));
    System.exit(alike ? 0 : 1);
  }
}
