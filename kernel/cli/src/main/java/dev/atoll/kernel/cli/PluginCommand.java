package dev.atoll.kernel.cli;

import picocli.CommandLine.Command;

/// Everything that authors of plugins do, and operators with plugins.
@Command(
    name = "plugin",
    description = "Begin, test, sign, publish and install plugins.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PluginNewCommand.class,
      PluginTestCommand.class,
      PluginKeygenCommand.class,
      PluginSignCommand.class,
      PluginCatalogCommand.class,
      PluginTrustCommand.class,
      PluginVerifyCommand.class,
      PluginSearchCommand.class,
      PluginInstallCommand.class,
      PluginListCommand.class,
      PluginRemoveCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "For example:  atoll plugin new storage --name my-storage",
      "              atoll plugin install my-page-1.0.0.jar"
    })
final class PluginCommand {}
