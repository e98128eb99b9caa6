package dev.atoll.execution.jvm;

import dev.atoll.execution.jvm.compiler.CompilerOptions;
import dev.atoll.spi.tck.execution.fuzz.EngineComparison;
import dev.atoll.spi.tck.execution.fuzz.FuzzCampaign;
import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures;
import dev.atoll.spi.tck.execution.fuzz.FuzzRequest;
import dev.atoll.spi.tck.execution.fuzz.ModuleGenerator;
import java.time.InstantSource;
import java.util.List;

/// The long campaign over the options of our own compiler:
/// `distributions/itests/fuzz-engines --compare eager|split|spilled` starts it.
final class FuzzOptions {

  private FuzzOptions() {}

  static void main(String[] args) {
    FuzzRequest request = FuzzRequest.parse(List.of(args), "split");
    CompilerOptions options =
        switch (request.compared()) {
          case "eager" -> new CompilerOptions(1, true);
          case "split" -> OptionsAgreeTest.FINELY_SPLIT;
          case "spilled" -> OptionsAgreeTest.SPILLED;
          default ->
              throw new IllegalArgumentException(
                  "--compare is %s, expected eager, split or spilled"
                      .formatted(request.compared()));
        };
    EngineComparison comparison =
        new EngineComparison(new JvmEngine(CompilerOptions.DEFAULT), new JvmEngine(options));
    boolean alike =
        new FuzzCampaign(request, InstantSource.system(), System.out::println)
            .run(comparison, new ModuleGenerator(FuzzFeatures.all()));
    System.exit(alike ? 0 : 1);
  }
}
