package dev.atoll.kernel.cli;

import picocli.CommandLine.Command;

/// What bundles can be told, and whether they are told it rightly.
@Command(
    name = "config",
    description = "Explain and check the configuration of bundles.",
    mixinStandardHelpOptions = true,
    subcommands = {ConfigExplainCommand.class, ConfigCheckCommand.class},
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {}
