package dev.atoll.kernel.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Which exit codes a command has: those of `atoll --help` that it can end with.
final class ExitCodes {

  /// What was compared is different.
  static final int DIFFERENT = 11;

  /// Every command can end with these: done, another error, typed wrongly, product damaged.
  private static final Set<Integer> OF_ALL = Set.of(0, 1, 2, 6);

  private ExitCodes() {}

  /// Has the help of every command list its codes.
  static void tell(CommandLine root) {
    Map<String, String> all = root.getCommandSpec().usageMessage().exitCodeList();
    root.getSubcommands().values().forEach(command -> tell(command, all));
  }

  private static void tell(CommandLine command, Map<String, String> all) {
    if (command.getSubcommands().isEmpty()) {
      Set<Integer> own = own(command.getCommandSpec().qualifiedName(" "));
      Map<String, String> codes = new LinkedHashMap<>();
      all.forEach(
          (code, meaning) -> {
            int number = Integer.parseInt(code.strip());
            if (OF_ALL.contains(number) || own.contains(number)) {
              codes.put(code, meaning);
            }
          });
      UsageMessageSpec usage = command.getCommandSpec().usageMessage();
      usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
    }
    command.getSubcommands().values().forEach(sub -> tell(sub, all));
  }

  private static Set<Integer> own(String command) {
    return switch (command) {
      case "atoll up" -> Set.of(3, 4, 5, 7, 9, 10);
      case "atoll status", "atoll stop" -> Set.of(8, 9);
      case "atoll bundles" -> Set.of(8);
      case "atoll doctor" -> Set.of(9);
      case "atoll swap" -> Set.of(8, 14, 15);
      case "atoll replay" -> Set.of(3, 5, 7, DIFFERENT);
      case "atoll dist diff" -> Set.of(7, DIFFERENT);
      case "atoll config explain", "atoll config check" -> Set.of(7, 12);
      default ->
          command.startsWith("atoll dist ")
              ? Set.of(7, 12, 13)
              : command.startsWith("atoll plugin ") ? Set.of(7, 16, 17) : Set.of();
    };
  }
}
