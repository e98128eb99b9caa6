package dev.atoll.kernel.cli;

import picocli.CommandLine.Command;

/// Everything that assemblers of distributions do.
@Command(
    name = "dist",
    description = "Assemble distributions: from distribution.yaml to a product.",
    mixinStandardHelpOptions = true,
    subcommands = {
      DistNewCommand.class,
      DistResolveCommand.class,
      DistLockCommand.class,
      DistVerifyCommand.class,
      DistDiffCommand.class,
      DistExplainCommand.class,
      DistBuildCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Bundles come from --repository folders, from bundles/ and plugins/ beside the file, from",
      "those of this product and, with an exact version, from the local Maven repository.",
      "Nothing is downloaded."
    })
final class DistCommand {}
