package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.plugin.Kind;
import dev.atoll.kernel.plugin.PluginProject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes a project of a plugin to begin with.
@Command(
    name = "new",
    description = {
      "Write a project that stands alone and builds at once: its own pom, one bundle that works,",
      "the contract of its port as a test, a README that ends in something seen to work."
    },
    footer = {
      "",
      "Kinds:  storage           a place for tables and blocks of a node",
      "        mount             a page or a protocol on the gateway of a node",
      "        ingress-filter    who may ask a node, and how often",
      "        metrics           what a node measures, for those who watch it",
      "        native-canister   a canister in Java",
      "",
      "Execution engines, consensus, crypto, transports and gateways have no project to begin"
          + " with:",
      "what is small enough for one would not be one. docs/plugins.md says where to begin instead.",
      "",
      "For example:  atoll plugin new storage --name my-storage --package com.example.mine"
    },
    mixinStandardHelpOptions = true)
final class PluginNewCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "KIND", description = "What it shall be: see below.")
  private String kind = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the bundle and the artifact. Default: my-KIND")
  private @Nullable String name;

  @Option(
      names = "--package",
      paramLabel = "PACKAGE",
      description = "Of its classes; without the last part it is the group. Default: com.example.…")
  private @Nullable String packageName;

  @Option(names = "--to", paramLabel = "DIR", description = "A new folder. Default: ./NAME")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Kind chosen = Kind.of(kind);
    String called = name == null ? "my-" + chosen.text() : name;
    PluginProject project =
        new PluginProject(
            chosen,
            called,
            packageName == null ? PluginProject.defaultPackage(called) : packageName);
    Path to = directory == null ? Path.of(called) : directory;
    List<Path> files = project.writeTo(to);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("directory", to.toAbsolutePath().normalize().toString());
      answer.put("kind", chosen.text());
      answer.put("name", called);
      answer.put("package", project.packageName());
      answer.put("atoll", PluginProject.atollVersion());
      answer.put("files", files.stream().map(Path::toString).toList());
      out.print(Json.write(answer));
    } else {
      out.println("wrote     " + to + ": " + chosen.meaning());
      out.println("  next    cd " + to + " && mvn verify");
      out.println("          then read README.md there");
    }
    out.flush();
    return 0;
  }
}
