package dev.atoll.kernel.plugin;

import dev.atoll.kernel.distribution.NearestName;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.util.List;
import java.util.Map;

/// What a new plugin can begin as. Its files are those of an example of this repository, so that
/// they are compiled and tested with everything else; names are replaced.
///
/// @param text as it is typed, such as `native-canister`
/// @param meaning for people
/// @param files below `templates/<kind>`, sources with the folders of the package left out
public record Kind(String text, String meaning, Example example, List<String> files) {

  public static final Kind STORAGE =
      new Kind(
          "storage",
          "a place for tables and blocks of a node",
          new Example(
              "storage-memory",
              "com.example.storage.memory",
              "\\bMemory(?=BlockLog|Storage)",
              "",
              List.of("\"memory\""),
              false),
          List.of(
              "main/java/Contents.java",
              "main/java/MemoryBlockLog.java",
              "main/java/MemoryStorage.java",
              "main/java/MemoryStorageFactory.java",
              "main/java/MemoryStorageModule.java",
              "main/java/package-info.java",
              "test/java/MemoryStorageTest.java"));

  public static final Kind MOUNT =
      new Kind(
          "mount",
          "a page or a protocol on the gateway of a node",
          new Example(
              "status-page",
              "com.example.statuspage",
              "\\bStatusPage(?=Config|Module|Test|\\b)",
              "Page",
              List.of("/_/status"),
              false),
          List.of(
              "main/java/Canisters.java",
              "main/java/Html.java",
              "main/java/StatusPage.java",
              "main/java/StatusPageConfig.java",
              "main/java/StatusPageModule.java",
              "main/java/package-info.java",
              "main/resources/OSGI-INF/atoll/config/com.example.statuspage.StatusPageConfig.properties",
              "test/java/StatusPageTest.java"));

  public static final Kind NATIVE_CANISTER =
      new Kind(
          "native-canister",
          "a canister in Java",
          new Example(
              "native-registry",
              "com.example.registry",
              "\\bRegistry(?=Module|Test|\\b)",
              "Canister",
              List.of("\"registry\""),
              true),
          List.of(
              "main/java/Entries.java",
              "main/java/Registry.java",
              "main/java/RegistryModule.java",
              "main/java/package-info.java",
              "test/java/RegistryTest.java"));

  public static final Kind INGRESS_FILTER =
      new Kind(
          "ingress-filter",
          "who may ask a node, and how often",
          new Example(
              "ingress-filter",
              "com.example.ingressfilter",
              "\\bFilter(?=Config|Module)|\\bGuestList(?=Test|\\b)",
              "Filter",
              List.of(),
              false),
          List.of(
              "main/java/FilterConfig.java",
              "main/java/FilterModule.java",
              "main/java/GuestList.java",
              "main/java/Rate.java",
              "main/java/package-info.java",
              "main/resources/OSGI-INF/atoll/config/com.example.ingressfilter.FilterConfig.properties",
              "test/java/GuestListTest.java"));

  public static final Kind METRICS =
      new Kind(
          "metrics",
          "what a node measures, for those who watch it",
          new Example(
              "metrics-exporter",
              "com.example.metricsexporter",
              "\\bExporter(?=Config|Module)|\\bMetricsPage(?=Test|\\b)",
              "Exporter",
              List.of(),
              false),
          List.of(
              "main/java/ExporterConfig.java",
              "main/java/ExporterModule.java",
              "main/java/MetricsPage.java",
              "main/java/TextFormat.java",
              "main/java/package-info.java",
              "main/resources/OSGI-INF/atoll/config/com.example.metricsexporter.ExporterConfig.properties",
              "test/java/MetricsPageTest.java"));

  /// In the order in which they are told.
  public static final List<Kind> ALL =
      List.of(STORAGE, MOUNT, INGRESS_FILTER, METRICS, NATIVE_CANISTER);

  /// Ports that no project begins with, and why: an example that is less than what it stands for
  /// would teach the wrong thing.
  public static final Map<String, String> WITHOUT_EXAMPLE =
      Map.of(
          "execution",
          "an engine is a whole interpreter or compiler with metering, and one that passes calls on"
              + " to another has none to pass them to, as a node starts one engine. Begin with a"
              + " storage, extend WasmEngineContract instead, and read bundles/execution-chicory",
          "consensus",
          "begin with a storage, extend ConsensusEngineContract instead, and read"
              + " bundles/consensus-solo",
          "crypto",
          "begin with a storage, extend CryptoProviderContract instead, and read"
              + " bundles/crypto-blst",
          "network",
          "begin with a storage and extend TransportContract instead",
          "gateway",
          "a mount is a page or a protocol on the gateway that is there; for a gateway of your own"
              + " begin with a mount and read bundles/gateway-http");

  /// Where the names of an example are.
  ///
  /// @param packageName of all its files
  /// @param classes a regular expression for what begins the names of its classes
  /// @param suffix that follows the own name in theirs
  /// @param names texts with its own name, in the form of a text in Java or of a path
  /// @param candid whether it needs the Candid library
  record Example(
      String artifact,
      String packageName,
      String classes,
      String suffix,
      List<String> names,
      boolean candid) {}

  /// Without what the name says of the kind: `my` for a storage `my-storage`.
  String stem(String name) {
    String stem = name;
    for (String part :
        List.of(
            text(),
            "storage",
            "page",
            "mount",
            "filter",
            "metrics",
            "exporter",
            "canister",
            "native")) {
      if (stem.endsWith("-" + part)) {
        stem = stem.substring(0, stem.length() - part.length() - 1);
      }
      if (stem.startsWith(part + "-")) {
        stem = stem.substring(part.length() + 1);
      }
    }
    return Character.isDigit(stem.charAt(0)) ? name : stem;
  }

  /// @throws KernelException for a kind that there is not
  public static Kind of(String text) {
    String wanted = text.replaceFirst("^gateway-", "");
    if (WITHOUT_EXAMPLE.containsKey(wanted)) {
      throw new KernelException(
          Code.CONFIG,
          "no project begins as %s: %s".formatted(wanted, WITHOUT_EXAMPLE.get(wanted)),
          "atoll plugin new " + STORAGE.text());
    }
    return ALL.stream()
        .filter(kind -> kind.text().equals(wanted))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> known = ALL.stream().map(Kind::text).toList();
              return new KernelException(
                  Code.CONFIG,
                  "%s is no kind of plugin to begin with%s, there are: %s"
                      .formatted(text, NearestName.hint(text, known), String.join(", ", known)),
                  "atoll plugin new " + STORAGE.text());
            });
  }
}
