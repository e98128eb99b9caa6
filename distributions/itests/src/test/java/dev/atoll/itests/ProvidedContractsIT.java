package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/// What `atoll plugin test` runs, on bundles as they are delivered: that each contract makes its
/// service from a jar, native libraries and libraries inside it included. Their modules run the
/// whole of each contract; here one or two tests of it are enough.
final class ProvidedContractsIT {

  private static final String PROPERTY = "atoll.plugin.jar";

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "atoll-execution-jvm | Engine | aStoreMarksThePagesThatItTouches cachedCodeIsTheSameCode",
        "atoll-execution-chicory | Engine | aStoreMarksThePagesThatItTouches"
            + " aBacktraceNamesFunctionsAsTheModuleDoes",
        "atoll-crypto-blst | Crypto | aKnownBlsSignatureVerifies noNodeHoldsTheWholeKey",
        "atoll-consensus-solo | Consensus | batchesComeInOrderWithoutHoles",
        "atoll-storage-rocksdb | Storage | whatWasCommittedIsThereAfterReopening",
        "atoll-storage-mapdb | Storage | whatWasCommittedIsThereAfterReopening",
        "status-page | Mount | itServesWhatItSaysItServes",
        "metrics-exporter | Mount | itServesWhatItSaysItServes",
        "ingress-filter | Filter | whateverClientsSendIsDecided manyThreadsMayAsk",
        "native-registry | Canister | anyArgumentIsAnswered"
      })
  void aContractRunsOnTheBundleAsItIs(String bundle, String contract, String tests)
      throws Exception {
    System.setProperty(PROPERTY, jar(bundle).toString());
    String type = "dev.atoll.spi.tck.plugin.Provided" + contract;
    List<String> methods = methods(type, tests);

    Events events =
        EngineTestKit.engine("junit-jupiter")
            .selectors(
                methods.stream()
                    .map(method -> selectMethod(method))
                    .toArray(org.junit.platform.engine.discovery.MethodSelector[]::new))
            .execute()
            .testEvents();

    events.failed().debug();
    assertThat(events.succeeded().count()).isEqualTo(methods.size());
  }

  private static List<String> methods(String type, String tests) {
    return Stream.of(tests.split(" ", -1)).map(test -> type + "#" + test).toList();
  }

  /// Of the product, or of an example.
  private static Path jar(String bundle) throws Exception {
    Path example =
        Path.of(System.getProperty("atoll.root", ""), "plugin-examples", bundle, "target");
    Path folder = Files.isDirectory(example) ? example : Product.directory().resolve("bundles");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(f -> String.valueOf(f.getFileName()).matches(bundle + "-[0-9][\\w.-]*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no jar of " + bundle + " in " + folder));
    }
  }
}
