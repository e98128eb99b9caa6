package dev.atoll.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// What all commands have in common: examples, JSON, exit codes, manual, completion.
final class CommandsTest {

  private static final Path DOCUMENT = Path.of("../../docs/operating.md");

  @TempDir private Path directory;

  /// All commands that do something, by what is typed.
  static Stream<CommandLine> commands() {
    List<CommandLine> commands = new ArrayList<>();
    collect(Atoll.commandLine(), commands);
    return commands.stream();
  }

  private static void collect(CommandLine command, List<CommandLine> commands) {
    for (CommandLine sub : command.getSubcommands().values()) {
      if (sub.getSubcommands().isEmpty() && !sub.getCommandName().equals("help")) {
        commands.add(sub);
      }
      collect(sub, commands);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandHasExamplesThatParse(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName(" ");
    List<String> examples =
        Examples.of(Arrays.asList(command.getCommandSpec().usageMessage().footer()));

    assertThat(examples).as("examples of " + name).isNotEmpty();
    for (String example : examples) {
      assertThat(example).contains(name);
      String typed = example.replaceAll(".*?(atoll [^|>;)]*).*", "$1").strip();
      String[] arguments = typed.replaceFirst("^atoll ", "").split(" +", -1);
      CommandLine.ParseResult parsed = Atoll.commandLine().parseArgs(arguments);
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      assertThat(parsed.commandSpec().qualifiedName(" ")).isEqualTo(name);
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandPrintsJsonWhenAsked(CommandLine command) {
    assertThat(command.getCommandSpec().findOption("--json"))
        .as(command.getCommandSpec().qualifiedName(" "))
        .isNotNull();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theHelpOfACommandListsItsExitCodes(CommandLine command) {
    assertThat(command.getUsageMessage())
        .contains("Exit codes:", "the command was typed wrongly", "For example:");
  }

  @Test
  void everyCodeOfAnErrorIsInTheHelpAndInTheManual() throws IOException {
    Map<String, String> codes = Atoll.commandLine().getCommandSpec().usageMessage().exitCodeList();
    String document = Files.readString(DOCUMENT);

    for (Code code : Code.values()) {
      assertThat(codes.keySet().stream().map(String::strip))
          .as(code.text())
          .contains(String.valueOf(code.exitCode()));
    }
    codes.forEach(
        (code, meaning) ->
            assertThat(document)
                .as("docs/operating.md")
                .contains("| %s | %s |".formatted(code.strip(), meaning)));
  }

  @Test
  void everyCommandHasAPageOfTheManual() {
    Map<String, String> pages = ManPages.all("1.2.3");

    commands()
        .forEach(
            command -> assertThat(pages).containsKey(command.getCommandSpec().qualifiedName("-")));
    assertThat(pages.get("atoll-swap"))
        .startsWith(".TH ATOLL-SWAP 1 \"\" \"Atoll 1.2.3\" \"Atoll\"\n.SH NAME\natoll\\-swap \\- ")
        .contains(
            ".SH SYNOPSIS\natoll swap ",
            ".TP\n.B \\-\\-shadow ROUNDS\n",
            "atoll swap execution execution\\-chicory \\-\\-shadow 20",
            ".TP\n.B 14\n",
            ".SH SEE ALSO\n.BR atoll (1)")
        .doesNotContain("${", "%n", "@|");
    pages.values().stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("."))
        .forEach(line -> assertThat(line).matches("\\.(TH|SH|TP|B|BR|nf|fi)( .*)?"));
  }

  @Test
  void theCompletionIsAScriptThatBashTakes() throws Exception {
    Path script = directory.resolve("atoll");
    Files.writeString(script, CompletionCommand.script("atoll"));

    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                "source '%s' && COMP_WORDS=(atoll dist b) COMP_CWORD=2 && _complete_atoll"
                        .formatted(script)
                    + " && echo \"${COMPREPLY[@]}\"")
            .redirectErrorStream(true)
            .start();

    assertThat(
            new String(
                bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("build");
    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).isZero();
  }

  @Test
  void documentsAreTheSameForTheSameVersion() {
    assertThat(new Documents().files("1"))
        .isEqualTo(new Documents().files("1"))
        .containsKeys(
            "share/man/man1/atoll.1",
            "share/man/man1/atoll-dist-build.1",
            "share/bash-completion/completions/atoll");
  }
}
