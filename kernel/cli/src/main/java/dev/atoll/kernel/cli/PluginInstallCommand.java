package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.StateDirectory;
import dev.atoll.kernel.plugin.CatalogueSource;
import dev.atoll.kernel.plugin.InstalledPlugin;
import dev.atoll.kernel.plugin.Installer;
import dev.atoll.kernel.plugin.Offer;
import dev.atoll.kernel.plugin.Offers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts a plugin into the product.
@Command(
    name = "install",
    description = {
      "Put a plugin into this product: it starts with the node from the next start on. Refused if",
      "no trusted key has signed it, if it was changed, if the product has it or does the same",
      "already, or if it does not fit the bundles of the product; nothing is changed then."
    },
    footer = {
      "",
      "For example:  atoll plugin install my-page-1.0.0.jar",
      "              atoll plugin install my-storage --use --catalog https://plugins.example.com"
    },
    mixinStandardHelpOptions = true)
final class PluginInstallCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Mixin private final CatalogueOptions catalogues = new CatalogueOptions();

  @Parameters(
      paramLabel = "PLUGIN",
      description = "A jar with its signature beside it; or name or name:version of a catalogue.")
  private String plugin = "";

  @Option(
      names = "--use",
      description = {
        "Start it in place of what the product has for the same, such as its storage.",
        "Without this a plugin that does what another bundle does once is refused."
      })
  private boolean use;

  @Option(
      names = "--config",
      paramLabel = "BUNDLE.KEY=VALUE",
      description = "A setting that holds while it is installed; can be repeated.")
  private Map<String, String> config = new LinkedHashMap<>();

  @Option(names = "--dry-run", description = "Check all of it, and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws Exception {
    Product product = Product.locate();
    Installer installer = new Installer(product.directory(), product.lock());
    Installer.Wish wish = new Installer.Wish(use, ConfigPaths.sections(config));
    Path scratch = Files.createTempDirectory("atoll-plugin");
    try {
      Path jar = plugin.endsWith(".jar") ? Path.of(plugin) : fetched(product, scratch);
      InstalledPlugin entry = dryRun ? installer.check(jar, wish) : installer.install(jar, wish);
      answer(product, entry);
    } finally {
      StateDirectory.empty(scratch);
      Files.delete(scratch);
    }
    return 0;
  }

  private Path fetched(Product product, Path scratch) throws Exception {
    Offer offer =
        Offers.fetch(
                catalogues.sources(product.directory()),
                product.directory(),
                product.lock(),
                scratch)
            .find(plugin);
    CatalogueSource source = offer.source();
    return source.fetch(offer.entry(), scratch);
  }

  private void answer(Product product, InstalledPlugin entry) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("dry-run", dryRun);
    answer.putAll(PluginListCommand.describe(entry));
    List<String> lines = new ArrayList<>();
    lines.add((dryRun ? "fits      " : "installed ") + entry + ", signed by " + entry.signedBy());
    if (!entry.replaces().isEmpty()) {
      lines.add("  in place of " + String.join(", ", entry.replaces()));
    }
    if (!dryRun) {
      lines.add("  into    " + product.directory());
      lines.add("  next    " + Product.command() + " up: it starts with the node");
    }
    options.answer(answer, lines);
  }
}
