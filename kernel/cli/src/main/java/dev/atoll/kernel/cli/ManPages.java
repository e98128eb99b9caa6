package dev.atoll.kernel.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual, made of the definitions of the commands, as `man` reads it.
///
/// Source: groff_man(7), "Macro reference".
final class ManPages {

  private final String version;

  private ManPages(String version) {
    this.version = version;
  }

  /// Pages by name, such as `atoll-dist-build`; the same for the same version.
  static SortedMap<String, String> all(String version) {
    SortedMap<String, String> pages = new TreeMap<>();
    new ManPages(version).add(Atoll.commandLine(), pages);
    return pages;
  }

  private void add(CommandLine command, SortedMap<String, String> pages) {
    CommandSpec spec = command.getCommandSpec();
    pages.put(spec.qualifiedName("-"), page(spec));
    spec.subcommands().values().stream()
        .filter(sub -> !sub.getCommandName().equals("help"))
        .forEach(sub -> add(sub, pages));
  }

  private String page(CommandSpec spec) {
    String name = spec.qualifiedName("-");
    List<String> description = lines(spec.usageMessage().description());
    StringBuilder page = new StringBuilder();
    page.append(
        ".TH %s 1 \"\" \"Atoll %s\" \"Atoll\"\n"
            .formatted(name.toUpperCase(java.util.Locale.ROOT), version));
    section(page, "NAME", escape(name) + " \\- " + escape(firstSentence(description)));
    section(page, "SYNOPSIS", escape(synopsis(spec)));
    section(page, "DESCRIPTION", escape(String.join(" ", description)));
    arguments(page, spec);
    subcommands(page, spec);
    footer(page, spec);
    exitStatus(page, spec);
    seeAlso(page, spec);
    return page.toString();
  }

  private static void section(StringBuilder page, String title, String text) {
    page.append(".SH ").append(title).append('\n').append(text).append('\n');
  }

  private static String synopsis(CommandSpec spec) {
    return new Help(spec, Help.defaultColorScheme(Ansi.OFF))
        .synopsis(0)
        .strip()
        .replaceAll("\\s+", " ");
  }

  private static void arguments(StringBuilder page, CommandSpec spec) {
    List<String> entries = new ArrayList<>();
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      entry(entries, parameter.paramLabel(), parameter);
    }
    for (OptionSpec option : spec.options()) {
      String names = String.join(", ", option.names());
      entry(entries, option.arity().max() > 0 ? names + " " + option.paramLabel() : names, option);
    }
    if (!entries.isEmpty()) {
      section(page, "OPTIONS", String.join("\n", entries));
    }
  }

  private static void entry(List<String> entries, String label, ArgSpec argument) {
    String text =
        String.join(" ", lines(argument.description()))
            .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()));
    entries.add(".TP\n.B %s\n%s".formatted(escape(label), escape(text)));
  }

  private static void subcommands(StringBuilder page, CommandSpec spec) {
    List<String> entries = new ArrayList<>();
    for (Map.Entry<String, CommandLine> sub : new TreeMap<>(spec.subcommands()).entrySet()) {
      List<String> lines = lines(sub.getValue().getCommandSpec().usageMessage().description());
      entries.add(
          ".TP\n.B %s\n%s".formatted(escape(sub.getKey()), escape(String.join(" ", lines))));
    }
    if (!entries.isEmpty()) {
      section(page, "COMMANDS", String.join("\n", entries));
    }
  }

  /// Examples, as they are: each line its own.
  private static void footer(StringBuilder page, CommandSpec spec) {
    List<String> lines = lines(spec.usageMessage().footer());
    List<String> examples = Examples.of(lines);
    List<String> notes =
        lines.stream()
            .filter(line -> !line.isBlank() && examples.stream().noneMatch(line::endsWith))
            .toList();
    if (!notes.isEmpty()) {
      section(page, "NOTES", escape(String.join(" ", notes)));
    }
    if (!examples.isEmpty()) {
      section(
          page,
          "EXAMPLES",
          ".nf\n" + String.join("\n", examples.stream().map(ManPages::escape).toList()) + "\n.fi");
    }
  }

  private static void exitStatus(StringBuilder page, CommandSpec spec) {
    List<String> entries = new ArrayList<>();
    spec.usageMessage()
        .exitCodeList()
        .forEach(
            (code, meaning) ->
                entries.add(".TP\n.B %s\n%s".formatted(escape(code.strip()), escape(meaning))));
    if (!entries.isEmpty()) {
      section(page, "EXIT STATUS", String.join("\n", entries));
    }
  }

  private static void seeAlso(StringBuilder page, CommandSpec spec) {
    if (spec.parent() != null) {
      section(page, "SEE ALSO", ".BR %s (1)".formatted(escape(spec.parent().qualifiedName("-"))));
    }
  }

  private static String firstSentence(List<String> description) {
    String all = String.join(" ", description);
    int end = all.indexOf(". ");
    return (end < 0 ? all : all.substring(0, end)).replaceFirst("\\.$", "");
  }

  private static List<String> lines(String[] texts) {
    return Arrays.stream(texts)
        .flatMap(text -> text.replace("%n", "\n").replace("%%", "%").lines())
        .map(line -> Ansi.OFF.string(line))
        .toList();
  }

  /// So that nothing in a text is taken for a command of the formatter.
  private static String escape(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replaceAll("(?m)^([.'])", "\\\\&$1");
  }
}
