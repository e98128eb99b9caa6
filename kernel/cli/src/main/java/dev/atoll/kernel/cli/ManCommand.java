package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints a page of the manual, for `man`.
@Command(
    name = "man",
    description = "Print the manual page of a command; products have all in share/man.",
    footer = {
      "",
      "For example:  atoll man swap | man -l -",
      "              atoll man dist build | man -l -"
    },
    mixinStandardHelpOptions = true)
final class ManCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Default: atoll itself")
  private List<String> command = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    SortedMap<String, String> pages = ManPages.all(Product.locate().lock().version());
    String name = String.join("-", with("atoll", command));
    String page = pages.get(name);
    if (page == null) {
      throw new KernelException(
          Code.BAD_REQUEST,
          "there is no command %s".formatted(String.join(" ", command)),
          "atoll --help");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.write(Map.of("name", name, "page", page)) : page);
    out.flush();
    return 0;
  }

  private static List<String> with(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }
}
