package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.KernelException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The command `atoll`.
@Command(
    name = "atoll",
    description = "An Internet Computer that you assemble.",
    mixinStandardHelpOptions = true,
    versionProvider = Product.VersionProvider.class,
    subcommands = {
      UpCommand.class,
      StatusCommand.class,
      BundlesCommand.class,
      StopCommand.class,
      DoctorCommand.class,
      SwapCommand.class,
      ReplayCommand.class,
      ConfigCommand.class,
      DistCommand.class,
      PluginCommand.class,
      CompletionCommand.class,
      ManCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Start here:  atoll up",
      "Colours are left out when NO_COLOR is set or the output is no terminal."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done; for up: the node was stopped, by Ctrl-C too",
      " 1:an error that is not named below",
      " 2:the command was typed wrongly",
      " 3:the node did not start: a bundle failed or waits",
      " 4:a port is in use",
      " 5:the state directory is in use or cannot be used",
      " 6:the product is damaged: a file is missing or was changed",
      " 7:the configuration is wrong",
      " 8:no node runs on the state directory",
      " 9:the node or the machine is not healthy",
      "10:no Java 25 was found",
      "11:what was compared is different: results of replays, locks",
      "12:the distribution does not resolve; atoll dist explain says what would help",
      "13:the lock is not what the distribution resolves to",
      "14:a swap was refused, nothing was changed",
      "15:a swap failed, the old bundle works on",
      "16:a plugin was refused, nothing was changed",
      "17:a plugin does not keep a contract of its ports"
    })
public final class Atoll {

  Atoll() {}

  /// Ends the process with the exit code of the command.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine command =
        new CommandLine(new Atoll())
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((error, failed, _) -> explain(error, failed));
    ExitCodes.tell(command);
    return command;
  }

  /// Prints what went wrong and what to type: to the error stream, whatever the options.
  private static int explain(Exception error, CommandLine command) {
    PrintWriter err = command.getErr();
    if (error instanceof KernelException problem) {
      err.println(
          command
              .getColorScheme()
              .errorText("error[" + problem.code().text() + "]: " + problem.getMessage()));
      err.println("  try: " + Product.asTyped(problem.fix()));
      err.flush();
      return problem.code().exitCode();
    }
    err.println(command.getColorScheme().errorText("error[internal]: " + error));
    error.printStackTrace(err);
    err.flush();
    return KernelException.Code.INTERNAL.exitCode();
  }
}
