package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.inject.ConfigInspector;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The reference of the configuration is what the records of the bundles say.
///
/// After a change run this test with `-Dconfig.fix=true`, twice: the first time it writes what
/// bundles carry of their documentation, the second time, with these compiled in, the page.
final class ConfigurationTest {

  private static final Path ROOT = Path.of("../..");

  private static final Path PAGE = ROOT.resolve("docs/configuration.md");

  private static final boolean FIX = Boolean.getBoolean("config.fix");

  private static final Pattern RECORD =
      Pattern.compile("((?: *///.*\n)+)(?:public )?record (\\w+)\\(");

  /// Bundles by symbolic name, with the class of their module.
  private static SortedMap<String, String> modules() throws IOException {
    SortedMap<String, String> modules = new TreeMap<>();
    for (URL url :
        Collections.list(
            ConfigurationTest.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
      try (InputStream in = url.openStream()) {
        Attributes attributes = new Manifest(in).getMainAttributes();
        String module = attributes.getValue("Guice-Module");
        if (module != null) {
          modules.put(attributes.getValue("Bundle-SymbolicName").split(";", 2)[0], module);
        }
      }
    }
    return modules;
  }

  private static Map<String, Object> inspect(String bundle, String module) {
    return new ConfigInspector(ConfigurationTest.class.getClassLoader())
        .apply(Map.of("bundle", bundle, "module", module, "section", Map.of()));
  }

  static Stream<Path> records() throws IOException {
    TreeSet<String> files = new TreeSet<>();
    modules()
        .forEach(
            (bundle, module) ->
                ((List<?>) inspect(bundle, module).getOrDefault("records", List.of()))
                    .forEach(record -> files.add(record.toString().replace('.', '/') + ".java")));
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all
          .filter(file -> !file.toString().contains("/target/"))
          .filter(file -> files.stream().anyMatch(name -> file.endsWith("src/main/java/" + name)))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void aBundleCarriesTheMeaningOfItsKeys(Path source) throws IOException {
    String text = Files.readString(source);
    Matcher record = RECORD.matcher(text);
    assertThat(record.find()).as("documented record in " + source).isTrue();
    StringBuilder properties =
        new StringBuilder("# Made from the record's documentation by ConfigurationTest.\n");
    documented(record.group(1))
        .forEach((key, meaning) -> properties.append(key).append('=').append(meaning).append('\n'));
    String name =
        text.replaceAll("(?s).*?\npackage ([\\w.]+);.*|^package ([\\w.]+);.*", "$1$2")
            + "."
            + record.group(2);
    String path = source.toString();
    Path file =
        Path.of(
            path.substring(0, path.indexOf("/src/main/java/")),
            "src/main/resources/OSGI-INF/atoll/config",
            name + ".properties");
    if (FIX) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, properties);
    }
    assertThat(file).as("run with -Dconfig.fix=true").hasContent(properties.toString());
  }

  @Test
  void thePageIsTheOneOfTheRecords() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            What bundles can be told in a distribution, in a section each below `config`. Made from the configuration records by a test;
            `atoll config explain` prints the same of the product at hand, with the value of each key and where it comes from, and
            `atoll config check` has every bundle read its section without starting anything.

            Durations are written as `250ms`, `1s`, `5m`, `2h` or `1d`, sizes as `512B`, `64KiB`, `16MiB` or `2GiB`. An unknown key, a
            missing one and a value of another type keep the node from starting, with exit code 7 or 3 and the key that was meant.
            """);
    for (Map.Entry<String, String> module : modules().entrySet()) {
      Map<String, Object> answer = inspect(module.getKey(), module.getValue());
      List<?> keys = (List<?>) answer.getOrDefault("keys", List.of());
      if (!keys.isEmpty()) {
        page.append("\n## ").append(module.getKey()).append("\n\n");
        page.append(answer.get("about"));
        page.append("\n\n| key | type | default | meaning |\n|---|---|---|---|\n");
        keys.forEach(key -> page.append(row((Map<?, ?>) key)));
      }
    }
    if (FIX) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run with -Dconfig.fix=true").hasContent(page.toString());
  }

  private static String row(Map<?, ?> key) {
    String otherwise =
        key.get("default") == null
            ? Boolean.TRUE.equals(key.get("required")) ? "must be given" : ""
            : "`" + key.get("default") + "`";
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            key.get("key"),
            key.get("type"),
            otherwise,
            String.valueOf(key.get("meaning")).replace("|", "\\|"));
  }

  /// `about` and the components, as keys, with their sentences.
  private static Map<String, String> documented(String comment) {
    Map<String, String> documented = new LinkedHashMap<>();
    String key = "about";
    boolean more = true;
    for (String line : comment.lines().map(l -> l.strip().replaceFirst("^/// ?", "")).toList()) {
      Matcher parameter = Pattern.compile("@param (\\w+) (.*)").matcher(line);
      if (parameter.matches()) {
        key = key(parameter.group(1));
        line = parameter.group(2);
        more = true;
      } else if (line.isBlank()) {
        more = false; // the first paragraph is enough
      }
      if (more && !line.isBlank()) {
        documented.merge(key, plain(line), (a, b) -> a + " " + b);
      }
    }
    return documented;
  }

  private static String plain(String line) {
    return line.strip().replaceAll("\\[#?([\\w.#]+)]", "`$1`").replace("\\", "\\\\");
  }

  private static String key(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
