package dev.atoll.kernel.cli;

import dev.atoll.kernel.admin.AdminServer;
import dev.atoll.kernel.admin.MeasuredSwaps;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.LeftOut;
import dev.atoll.kernel.launcher.LogLines;
import dev.atoll.kernel.launcher.Logs;
import dev.atoll.kernel.launcher.Node;
import dev.atoll.kernel.launcher.NodeInfo;
import dev.atoll.kernel.launcher.PluginException;
import dev.atoll.kernel.launcher.StateDirectory;
import dev.atoll.kernel.plugin.InstalledPlugins;
import dev.atoll.kernel.swap.SwapOverlay;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs a node in the foreground.
@Command(
    name = "up",
    description = "Start the node and run it until Ctrl-C or: atoll stop",
    footer = {
      "",
      "For example:  atoll up",
      "              atoll up --port 0 --set keep-blocks=true --log-format json"
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  /// How often `atoll status` sees something new.
  private static final Duration PUBLISH_INTERVAL = Duration.ofSeconds(5);

  /// How long the node may take to stop; `atoll stop` waits longer.
  private static final Duration STOP_MAX = Duration.ofSeconds(20);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Mixin private final StateOptions state = new StateOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 for any free one. The same as --set port=PORT")
  private @Nullable String port;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "Change a variable of the distribution.")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(names = "--fresh", description = "Delete the state first: all canisters are lost.")
  private boolean fresh;

  @Option(
      names = "--start-timeout",
      paramLabel = "SECONDS",
      defaultValue = "300", // what came after the last checkpoint is executed again first
      description = "How long the node may take to be ready. Default: ${DEFAULT-VALUE}")
  private int startTimeoutSeconds;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "${env:ATOLL_LOG_FORMAT:-text}",
      description = "Lines of the log: text, or json. Default: $ATOLL_LOG_FORMAT, or text")
  private LogLines.Format logFormat = LogLines.Format.TEXT;

  @Option(names = "--json", description = "Print one JSON object when ready, and nothing else.")
  private boolean json;

  private volatile @Nullable AdminServer admin;

  @Override
  public Integer call() throws Exception {
    long begin = System.nanoTime();
    Product product = Product.locate();
    if (port != null) {
      variables.put("port", port);
    }
    InstalledPlugins plugins = InstalledPlugins.of(product.directory());
    List<LeftOut> leftOut = new ArrayList<>(plugins.refused(product.directory()));
    while (true) {
      try {
        return start(product, plugins.except(leftOut).in(product.lock()), leftOut, begin);
      } catch (PluginException e) { // one bad plugin never stops the node
        e.plugins().forEach(plugin -> say("without " + plugin));
        leftOut.addAll(e.plugins());
      }
    }
  }

  private int start(Product product, DistributionLock locked, List<LeftOut> leftOut, long begin)
      throws Exception {
    DistributionLock lock = locked.with(variables);
    StateDirectory directory = StateDirectory.open(state.directory(product), lock.family(), fresh);
    fresh = false; // another attempt keeps the logs of this one
    SwapOverlay overlay;
    try {
      Logs.writeTo(directory.logs(), logFormat);
      // before anything makes its first temporary file: libraries unpack native code there, and a
      // process that is killed cannot delete it
      System.setProperty("java.io.tmpdir", directory.temporary().toString());
      overlay = SwapOverlay.read(directory.path());
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
    try {
      return run(product, lock, directory, overlay, leftOut, begin);
    } catch (KernelException e) {
      if (overlay.otherwise().isEmpty()) {
        throw e;
      }
      // the process had died in the one moment of a swap in which the state alone knows
      say("not with the bundle that was being swapped in: " + e.getMessage());
      StateDirectory again = StateDirectory.open(directory.path(), lock.family(), false);
      return run(product, lock, again, overlay.otherwise().get(), leftOut, begin);
    }
  }

  private int run(
      Product product,
      DistributionLock lock,
      StateDirectory directory,
      SwapOverlay overlay,
      List<LeftOut> leftOut,
      long begin)
      throws IOException, InterruptedException {
    Node node;
    try {
      DistributionLock swapped = overlay.in(lock, directory.bundles());
      announce(swapped, directory);
      node = Node.start(swapped, product.directory(), directory, Clock.systemUTC(), leftOut);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
    Thread stop = Thread.ofPlatform().name("stop").unstarted(() -> stop(node));
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      node.publish("starting");
      node.awaitReady(Duration.ofSeconds(startTimeoutSeconds));
    } catch (RuntimeException e) {
      if (node.isClosed()) {
        stop.join(); // told to end before it was ready: that is no error
        return 0;
      }
      Runtime.getRuntime().removeShutdownHook(stop);
      node.close();
      throw e;
    }
    overlay.settle(directory.path());
    admin = listen(node, lock, product, directory);
    node.publish("ready");
    ready(node.info("ready"), directory, Duration.ofNanos(System.nanoTime() - begin));
    node.withoutPlugins().forEach(plugin -> say("  without   " + plugin));
    while (!node.awaitStop(PUBLISH_INTERVAL)) {
      node.publish("ready");
    }
    return 0;
  }

  /// Operators may ask from now on; a node without its socket does all else.
  private @Nullable AdminServer listen(
      Node node, DistributionLock lock, Product product, StateDirectory directory) {
    try {
      return AdminServer.open(
          directory.path(),
          directory.logs(),
          Clock.systemUTC(),
          List.of(
              new dev.atoll.kernel.admin.BundlesCommand(node, lock, product.directory()),
              new MeasuredSwaps(
                  new dev.atoll.kernel.swap.SwapCommand(
                      node, lock, product.directory(), directory.path(), directory.bundles()),
                  node.bundles())));
    } catch (IOException e) {
      say("no admin socket: %s; nothing can be swapped".formatted(e));
      return null;
    }
  }

  private void announce(DistributionLock lock, StateDirectory directory) {
    say("@|bold atoll|@ %s %s".formatted(lock.name(), lock.version()));
    say("  state     %s%s".formatted(directory.path(), directory.isNew() ? " (new)" : ""));
    say("  logs      %s".formatted(directory.logs().resolve("atoll.log")));
    say("  bundles   %d to start".formatted(lock.started().size()));
  }

  private void ready(NodeInfo node, StateDirectory directory, Duration took) {
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>(node.toMap());
      answer.put("stateDirectory", directory.path().toString());
      answer.put("rootKey", node.fact("root key"));
      print(Json.write(answer).strip());
      return;
    }
    say("@|bold,green ready|@ in %.1f s".formatted(took.toMillis() / 1000.0));
    say("");
    Object url = node.urls().getOrDefault("http", "");
    node.urls().forEach((name, at) -> say("  %-9s @|bold %s|@".formatted(name, at)));
    if (!node.fact("root key").isEmpty()) {
      say(
          "  root key  %s (all of it: %s status --root-key%s)"
              .formatted(Shortened.of(node.fact("root key")), Product.command(), state.asTyped()));
    }
    say("  next      curl -s %s/api/v2/status -o status.cbor".formatted(url));
    say("            or in icp.yaml: networks: [{name: atoll, mode: connected,");
    say("            url: %s, root-key: fetch}], then: icp network ping atoll".formatted(url));
    say("  stop      Ctrl-C, or: %s stop%s".formatted(Product.command(), state.asTyped()));
  }

  /// Runs when the process is told to end. It ends with 0, for it did what it was told; it ends
  /// within [#STOP_MAX], for nothing that was answered is lost.
  private void stop(Node node) {
    say("stopping…");
    @Nullable AdminServer listening = admin;
    if (listening != null) {
      listening.close();
    }
    Thread closing = Thread.ofPlatform().daemon().name("close").start(node::close);
    boolean closed = false;
    try {
      closed = closing.join(STOP_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    say(closed ? "stopped; the state is kept" : "ended before all was stopped; the state is kept");
    Runtime.getRuntime().halt(0);
  }

  private void say(String line) {
    if (!json) {
      print(Ansi.AUTO.string(line));
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
