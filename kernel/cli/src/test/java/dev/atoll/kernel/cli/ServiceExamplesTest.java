package dev.atoll.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The examples of services type commands that there are, and know their exit codes.
final class ServiceExamplesTest {

  private static final Path EXAMPLES = Path.of("../../distributions/examples");

  private static final String COMMAND = "/opt/atoll/bin/atoll ";

  @Test
  void theUnitOfSystemdRunsCommandsThatParse() throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLES.resolve("systemd/atoll.service"));

    assertThat(values(lines, "ExecStart")).hasSize(1);
    assertThat(values(lines, "ExecStartPost")).hasSize(1);
    for (String key : List.of("ExecStart", "ExecStartPost")) {
      for (String command : values(lines, key)) {
        assertThat(command).startsWith(COMMAND);
        Atoll.commandLine().parseArgs(command.substring(COMMAND.length()).split(" ", -1));
      }
    }
    Set<String> codes =
        Atoll.commandLine().getCommandSpec().usageMessage().exitCodeList().keySet().stream()
            .map(String::strip)
            .collect(Collectors.toSet());
    assertThat(codes)
        .containsAll(List.of(values(lines, "RestartPreventExitStatus").getFirst().split(" ", -1)));
    assertThat(lines)
        .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
        .allMatch(line -> line.matches("\\[(Unit|Service|Install)]|[A-Z][A-Za-z]*=.*"));
  }

  private static List<String> values(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  @Test
  void theComposeFileChecksTheHealthWithACommandThatParses() throws IOException {
    Map<?, ?> compose =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(EXAMPLES.resolve("compose/compose.yaml")));

    Map<?, ?> node = (Map<?, ?>) get((Map<?, ?>) get(compose, "services"), "atoll");
    List<String> test =
        ((List<?>) get((Map<?, ?>) get(node, "healthcheck"), "test"))
            .stream().map(String::valueOf).toList();
    int command = test.indexOf(Atoll.class.getName());
    assertThat(command).isPositive();
    Atoll.commandLine().parseArgs(test.subList(command + 1, test.size()).toArray(String[]::new));
    assertThat(test).contains("/var/lib/atoll/state");
    assertThat((List<?>) get(node, "volumes")).hasToString("[state:/var/lib/atoll]");
  }

  private static Object get(Map<?, ?> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }
}
