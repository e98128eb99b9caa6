package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.StateDirectory;
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
import picocli.CommandLine.Parameters;

/// Looks through catalogues.
@Command(
    name = "search",
    description = "List what catalogues offer, and whether it fits this product.",
    footer = {
      "",
      "For example:  atoll plugin search storage --catalog https://plugins.example.com"
    },
    mixinStandardHelpOptions = true)
final class PluginSearchCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Mixin private final CatalogueOptions catalogues = new CatalogueOptions();

  @Parameters(
      paramLabel = "TEXT",
      arity = "0..1",
      defaultValue = "",
      description = "In the name, the kind or the description. Default: all")
  private String text = "";

  @Override
  public Integer call() throws Exception {
    Product product = Product.locate();
    Path scratch = Files.createTempDirectory("atoll-plugin");
    try {
      List<Offer> found =
          Offers.fetch(
                  catalogues.sources(product.directory()),
                  product.directory(),
                  product.lock(),
                  scratch)
              .matching(text);
      answer(found);
    } finally {
      StateDirectory.empty(scratch);
      Files.delete(scratch);
    }
    return 0;
  }

  private void answer(List<Offer> found) {
    List<Map<String, Object>> entries = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Offer offer : found) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", offer.entry().name());
      entry.put("version", offer.entry().version());
      entry.put("kinds", offer.entry().kinds());
      entry.put("description", offer.entry().description());
      entry.put("licence", offer.entry().licence());
      entry.put("size", offer.entry().size());
      entry.put("sha256", offer.entry().sha256());
      entry.put("catalogue", offer.source().address().toString());
      entry.put("fits", offer.gaps().isEmpty());
      entry.put("gaps", offer.gaps());
      entries.add(entry);
      lines.add(
          "%-24s %-10s %s; %s%s"
              .formatted(
                  offer.entry().name(),
                  offer.entry().version(),
                  String.join(", ", offer.entry().kinds()),
                  offer.entry().licence(),
                  offer.entry().description().isEmpty() ? "" : "; " + offer.entry().description()));
      offer.gaps().forEach(gap -> lines.add("  does not fit: " + gap));
    }
    if (lines.isEmpty()) {
      lines.add("nothing found");
    }
    options.answer(Map.of("plugins", entries), lines);
  }
}
