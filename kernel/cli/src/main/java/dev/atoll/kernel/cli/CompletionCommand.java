package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints a script that has a shell complete commands and options.
@Command(
    name = "completion",
    description = "Print a script that has the shell complete commands and options.",
    footer = {
      "",
      "For example:  source <(atoll completion bash)",
      "              atoll completion zsh > ~/.atoll-completion; source ~/.atoll-completion"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  /// Shells that can use the script; it finds out which of them runs it.
  enum Shell {
    BASH,
    ZSH
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  private Shell shell = Shell.BASH;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    String script = script(spec.root().commandLine().getCommandName());
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json
            ? Json.write(
                Map.of("shell", shell.name().toLowerCase(java.util.Locale.ROOT), "script", script))
            : script);
    out.flush();
    return 0;
  }

  static String script(String command) {
    return AutoComplete.bash(command, Atoll.commandLine());
  }
}
