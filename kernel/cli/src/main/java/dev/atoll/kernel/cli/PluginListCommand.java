package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.LeftOut;
import dev.atoll.kernel.plugin.InstalledPlugin;
import dev.atoll.kernel.plugin.InstalledPlugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists the plugins of the product.
@Command(
    name = "list",
    description = "List the plugins of this product, who signed them, and whether they may start.",
    footer = {"", "For example:  atoll plugin list --json"},
    mixinStandardHelpOptions = true)
final class PluginListCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Override
  public Integer call() {
    Path product = Product.locate().directory();
    InstalledPlugins plugins = InstalledPlugins.of(product);
    List<LeftOut> refused = plugins.refused(product);
    List<Map<String, Object>> entries = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (InstalledPlugin plugin : plugins.plugins()) {
      String problem =
          refused.stream()
              .filter(out -> out.bundle().equals(plugin.name()))
              .map(LeftOut::cause)
              .findFirst()
              .orElse("");
      Map<String, Object> entry = describe(plugin);
      entry.put("problem", problem);
      entries.add(entry);
      lines.add(
          "%-24s %-10s %s, signed by %.16s%s"
              .formatted(
                  plugin.name(),
                  plugin.version(),
                  String.join(", ", plugin.kinds()),
                  plugin.signedBy(),
                  plugin.replaces().isEmpty()
                      ? ""
                      : ", in place of " + String.join(", ", plugin.replaces())));
      if (!problem.isEmpty()) {
        lines.add("  does not start: " + problem);
      }
    }
    if (lines.isEmpty()) {
      lines.add("no plugins");
    }
    options.answer(Map.of("plugins", entries), lines);
    return 0;
  }

  static Map<String, Object> describe(InstalledPlugin plugin) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", plugin.bundle().id());
    json.put("name", plugin.name());
    json.put("version", plugin.version());
    json.put("sha256", plugin.bundle().sha256());
    json.put("licence", plugin.licence());
    json.put("kinds", plugin.kinds());
    json.put("replaces", plugin.replaces());
    json.put("signed-by", plugin.signedBy());
    json.put("config", plugin.config());
    return json;
  }
}
