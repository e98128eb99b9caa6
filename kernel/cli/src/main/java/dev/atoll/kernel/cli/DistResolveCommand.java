package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.AssemblyResolver;
import dev.atoll.kernel.distribution.Candidate;
import dev.atoll.kernel.distribution.LockFile;
import dev.atoll.kernel.distribution.Repositories;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Chooses the bundles of a distribution and prints them.
@Command(
    name = "resolve",
    description = "Choose the bundles of a distribution and print them; nothing is written.",
    footer = {"", "For example:  atoll dist resolve my-node --wires"},
    mixinStandardHelpOptions = true)
final class DistResolveCommand implements Callable<Integer> {

  @Mixin private final DistOptions options = new DistOptions();

  @Option(names = "--wires", description = "Print who gets what from whom, and why.")
  private boolean wires;

  @Override
  public Integer call() throws Exception {
    long begin = System.nanoTime();
    Repositories repositories = options.repositories();
    Assembly assembly = AssemblyResolver.resolve(options.distribution(repositories), repositories);
    PrintWriter out = options.out();
    if (options.json()) {
      out.print(LockFile.toJson(assembly));
    } else {
      print(out, assembly, (System.nanoTime() - begin) / 1e9);
    }
    out.flush();
    return 0;
  }

  private void print(PrintWriter out, Assembly assembly, double seconds) {
    out.printf(
        "%s:%s resolves: %d bundles, %d alternatives, %d wires, %.1f s%n",
        assembly.distribution().id(),
        assembly.distribution().version(),
        assembly.started().size(),
        assembly.alternatives().size(),
        assembly.wires().size(),
        seconds);
    for (Candidate bundle : assembly.started()) {
      out.printf("  %-62s %s%n", bundle.id(), bundle.licence());
    }
    for (Candidate bundle : assembly.alternatives()) {
      out.printf("  %-62s %s (alternative)%n", bundle.id(), bundle.licence());
    }
    if (wires) {
      for (Assembly.Link wire : assembly.wires()) {
        out.printf(
            "  %s needs %s: %s, %s%n", wire.bundle(), wire.needs(), wire.provider(), wire.reason());
      }
    }
  }
}
