package dev.atoll.execution.jvm;

import dev.atoll.spi.tck.execution.fuzz.EngineDigest;
import dev.atoll.spi.tck.execution.fuzz.FuzzRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// The long campaign over one mode of the JVM's compilers, beside the usual one:
/// `distributions/itests/fuzz-engines --compare xint|c1|c2|plain|graal` starts it.
final class FuzzModes {

  /// For each JVM that is started.
  private static final int MODULES = 200;

  private FuzzModes() {}

  static void main(String[] args) throws IOException, InterruptedException {
    FuzzRequest request = FuzzRequest.parse(List.of(args), "c2");
    JvmMode mode = JvmMode.valueOf(request.compared().toUpperCase(Locale.ROOT));
    Instant start = Instant.now();
    long functions = 0;
    long seed = request.firstSeed();
    int differences = 0;
    Duration spent = Duration.ZERO;
    while (functions < request.functions() && spent.compareTo(request.timeMax()) < 0) {
      List<EngineDigest> usual = DigestMain.digests(seed, MODULES).toList();
      List<String> lines = mode.digests(seed, MODULES);
      for (int i = 0; i < MODULES; i++) {
        functions += usual.get(i).functions();
        if (i >= lines.size() || !lines.get(i).equals(usual.get(i).toString())) {
          differences++;
          System.out.println("differs: %s, usual %s".formatted(lines.get(i), usual.get(i)));
        }
      }
      seed += MODULES;
      spent = Duration.between(start, Instant.now());
      System.out.println(
          (request.json()
                  ? """
                  {"compared": "%s", "firstSeed": %d, "nextSeed": %d, "functions": %d, "modules": %d, \
                  "seconds": %d, "differences": %d}\
                  """
                  : "%s: seeds %d to %d, %d functions in %d modules, %d s, %d differences")
              .formatted(
                  request.compared(),
                  request.firstSeed(),
                  seed,
                  functions,
                  seed - request.firstSeed(),
                  spent.toSeconds(),
                  differences));
    }
    System.exit(differences == 0 ? 0 : 1);
  }
}
