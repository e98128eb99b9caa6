package dev.atoll.kernel.cli;

import dev.atoll.kernel.plugin.InstalledPlugin;
import dev.atoll.kernel.plugin.Installer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Takes a plugin out of the product.
@Command(
    name = "remove",
    description = {
      "Take a plugin out of this product: the next start is without it, and with what it was",
      "started in place of. A node that runs goes on as it is."
    },
    footer = {"", "For example:  atoll plugin remove my-storage"},
    mixinStandardHelpOptions = true)
final class PluginRemoveCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Parameters(paramLabel = "NAME", description = "As atoll plugin list has it.")
  private String name = "";

  @Override
  public Integer call() throws Exception {
    Product product = Product.locate();
    InstalledPlugin removed = new Installer(product.directory(), product.lock()).remove(name);
    options.answer(
        Map.of("removed", PluginListCommand.describe(removed)), List.of("removed   " + removed));
    return 0;
  }
}
