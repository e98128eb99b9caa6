package dev.atoll.kernel.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class AdminServerTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path directory;

  /// Answers with what it was given, after an event; refuses `no`.
  private static final class Echo implements AdminCommand {

    @Override
    public String name() {
      return "echo";
    }

    @Override
    public Map<String, Object> run(
        Map<String, Object> arguments, Consumer<Map<String, Object>> events) {
      if (arguments.containsKey("no")) {
        throw new KernelException(Code.SWAP_REFUSED, "no means no", "say yes");
      }
      events.accept(Map.of("step", "thinks"));
      return Map.of("said", arguments);
    }
  }

  private AdminServer open() throws Exception {
    return AdminServer.open(directory, directory.resolve("logs"), NOON, List.of(new Echo()));
  }

  private Map<String, Object> ask(String command, Map<String, Object> arguments) {
    return AdminClient.ask(directory, command, arguments, event -> {});
  }

  @Test
  void aRequestGetsItsEventsAndItsResult() throws Exception {
    List<Map<String, Object>> events = new ArrayList<>();
    try (AdminServer _ = open()) {
      Map<String, Object> result =
          AdminClient.ask(directory, "echo", Map.of("a", 1, "b", "two"), events::add);

      assertThat(result).isEqualTo(Map.of("said", Map.of("a", 1, "b", "two")));
      assertThat(events).containsExactly(Map.of("step", "thinks"));
    }
  }

  @Test
  void aRefusalKeepsItsCodeAndItsFix() throws Exception {
    try (AdminServer _ = open()) {
      assertThatThrownBy(() -> ask("echo", Map.of("no", true)))
          .isInstanceOfSatisfying(
              KernelException.class,
              e -> {
                assertThat(e.code()).isEqualTo(Code.SWAP_REFUSED);
                assertThat(e).hasMessage("no means no");
                assertThat(e.fix()).isEqualTo("say yes");
              });
    }
  }

  @Test
  void anUnknownCommandIsToldWhichThereAre() throws Exception {
    try (AdminServer _ = open()) {
      assertThatThrownBy(() -> ask("ecco", Map.of()))
          .hasMessage("command \"ecco\" is unknown, this node has: echo");
    }
  }

  @Test
  void onlyTheOwnerMayAsk() throws Exception {
    try (AdminServer _ = open()) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("admin.sock"))))
          .isEqualTo("rw-------");
    }
    assertThat(directory.resolve("admin.sock")).doesNotExist();
  }

  @Test
  void whatWasAskedIsWrittenDown() throws Exception {
    try (AdminServer _ = open()) {
      ask("echo", Map.of("a", 1));
      assertThatThrownBy(() -> ask("echo", Map.of("no", true))).isInstanceOf(KernelException.class);
    }

    assertThat(Files.readAllLines(directory.resolve("logs/admin.jsonl")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"at\":\"2026-11-22T12:00:00Z\",\"command\":\"echo\""))
        .anyMatch(line -> line.contains("\"outcome\":\"done\""))
        .anyMatch(
            line -> line.contains("\"outcome\":\"swap-refused\",\"message\":\"no means no\""));
  }

  @Test
  void aPathTooLongForASocketIsFoundAllTheSame() throws Exception {
    directory = Files.createDirectories(directory.resolve("d".repeat(120)));
    try (AdminServer _ = open()) {
      assertThat(ask("echo", Map.of())).containsKey("said");
    }
    assertThat(directory.resolve("admin.path")).doesNotExist();
  }

  @Test
  void whereNoNodeRunsNobodyAnswers() {
    assertThatThrownBy(() -> ask("echo", Map.of()))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_RUNNING))
        .hasMessageStartingWith("no node answers on " + directory);
  }
}
