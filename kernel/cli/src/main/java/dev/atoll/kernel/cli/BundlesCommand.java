package dev.atoll.kernel.cli;

import dev.atoll.kernel.admin.AdminClient;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.StateDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Asks the running node what it is made of.
@Command(
    name = "bundles",
    description = {
      "Say what runs in the node: each bundle with its version, how it is,",
      "where it comes from, what it provides, and who waits for whom."
    },
    footer = {
      "",
      "For example:  atoll bundles",
      "              atoll bundles atoll-gateway-http",
      "              atoll bundles --all --json"
    },
    mixinStandardHelpOptions = true)
final class BundlesCommand implements Callable<Integer> {

  private static final int DIGEST_CHARS = 12;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final StateOptions state = new StateOptions();

  @Parameters(
      paramLabel = "BUNDLE",
      arity = "0..*",
      description =
          "Symbolic names; all that is known of these is printed. Default: a line for each")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "Libraries and the SPI too.")
  private boolean all;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Path directory = state.directory(Product.locate());
    if (StateDirectory.runningNode(directory).isEmpty()) {
      throw StopCommand.notRunning(directory, state);
    }
    Map<String, Object> answer = AdminClient.ask(directory, "bundles", Map.of(), event -> {});
    List<Map<String, Object>> bundles = new ArrayList<>();
    for (Object bundle : (List<?>) answer.getOrDefault("bundles", List.of())) {
      Map<String, Object> map = Json.object(bundle);
      if (names.isEmpty()
          ? all || !"LIBRARY".equals(map.get("state"))
          : names.contains(text(map, "bundle"))) {
        bundles.add(map);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.write(Map.of("bundles", bundles)));
    } else if (names.isEmpty()) {
      table(out, bundles);
    } else {
      bundles.forEach(bundle -> details(out, bundle));
    }
    out.flush();
    return 0;
  }

  private static void table(PrintWriter out, List<Map<String, Object>> bundles) {
    int width = bundles.stream().mapToInt(b -> text(b, "bundle").length()).max().orElse(0);
    for (Map<String, Object> bundle : bundles) {
      out.printf(
          "%s  %-18s %-8s %-8s  %s%n",
          padded(text(bundle, "bundle"), width),
          text(bundle, "version"),
          text(bundle, "state"),
          shortDigest(bundle),
          summary(bundle));
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String shortDigest(Map<String, Object> bundle) {
    String digest = text(bundle, "sha256");
    return digest.isEmpty() ? "(no file)" : digest.substring(0, DIGEST_CHARS);
  }

  /// Why it is not up, else how it is.
  private static String summary(Map<String, Object> bundle) {
    List<String> parts = new ArrayList<>();
    if (!text(bundle, "cause").isEmpty()) {
      parts.add(text(bundle, "cause"));
    }
    if (bundle.get("waits-for") instanceof List<?> types && !types.isEmpty()) {
      parts.add(
          "waits for "
              + types.stream()
                  .map(type -> simple(type.toString()))
                  .collect(Collectors.joining(", ")));
    }
    for (Object check : (List<?>) bundle.getOrDefault("health", List.of())) {
      Map<String, Object> health = Json.object(check);
      parts.add(text(health, "status") + " " + text(health, "detail"));
    }
    if ("swapped-in".equals(text(bundle, "origin"))) {
      parts.add("swapped in");
    }
    return String.join("; ", parts);
  }

  private static void details(PrintWriter out, Map<String, Object> bundle) {
    out.printf("%s %s%n", text(bundle, "bundle"), text(bundle, "version"));
    for (String key : List.of("id", "origin", "file", "size", "sha256", "state", "cause")) {
      if (!text(bundle, key).isEmpty()) {
        out.printf("  %-10s %s%n", key, text(bundle, key));
      }
    }
    for (Object check : (List<?>) bundle.getOrDefault("health", List.of())) {
      Map<String, Object> health = Json.object(check);
      out.printf("  %-10s %s %s%n", "health", text(health, "status"), text(health, "detail"));
    }
    for (String key : List.of("waits-for", "provides")) {
      for (Object type : (List<?>) bundle.getOrDefault(key, List.of())) {
        out.printf("  %-10s %s%n", key, type);
      }
    }
    Json.object(bundle.getOrDefault("uses", Map.of()))
        .forEach(
            (type, providers) ->
                out.printf(
                    "  %-10s %s of %s%n",
                    "uses", type, providers.toString().replaceAll("[\\[\\]]", "")));
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static String text(Map<String, Object> map, String key) {
    return String.valueOf(map.getOrDefault(key, ""));
  }
}
