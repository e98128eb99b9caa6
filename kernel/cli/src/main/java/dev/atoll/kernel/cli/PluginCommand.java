package dev.atoll.kernel.cli;

import picocli.CommandLine.Command;

/// Everything that authors of plugins do, and operators with plugins.
@Command(
    name = "plugin",
    description = "Begin, test, sign, publish and install plugins.",
    mixinStandardHelpOptions = true,
    subcommands = {PluginNewCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "For example:  atoll plugin new storage --name my-storage"})
final class PluginCommand {}
