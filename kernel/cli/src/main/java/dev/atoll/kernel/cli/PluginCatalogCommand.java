package dev.atoll.kernel.cli;

import dev.atoll.kernel.plugin.Catalogue;
import dev.atoll.kernel.plugin.SigningKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a catalogue.
@Command(
    name = "catalog",
    description = {
      "Write catalog.json and its signature into a folder, with every signed plugin below it. Any",
      "server of files can host the folder."
    },
    footer = {"", "For example:  atoll plugin catalog site/plugins --key acme.pem"},
    mixinStandardHelpOptions = true)
final class PluginCatalogCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Parameters(paramLabel = "DIR", description = "The folder with jars and their signatures.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path folder;

  @Option(
      names = "--key",
      paramLabel = "KEY.pem",
      required = true,
      description = "A private key of: atoll plugin keygen")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path key;

  @Option(names = "--name", paramLabel = "NAME", description = "Default: the name of the folder")
  private @Nullable String name;

  @Override
  public Integer call() throws Exception {
    String called =
        name == null ? String.valueOf(folder.toAbsolutePath().normalize().getFileName()) : name;
    Catalogue catalogue =
        Catalogue.of(folder, called, Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
    Path file = catalogue.write(folder, SigningKey.read(key));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("catalogue", file.toString());
    answer.put("plugins", catalogue.entries().stream().map(Catalogue.Entry::toString).toList());
    List<String> lines = new ArrayList<>(List.of("wrote     " + file + " and its signature"));
    catalogue.entries().forEach(entry -> lines.add("  " + entry));
    options.answer(answer, lines);
    return 0;
  }
}
