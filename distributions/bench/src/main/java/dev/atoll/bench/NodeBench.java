package dev.atoll.bench;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/// Figures of one node: start, updates, queries, memory. The client runs on the same machine and
/// takes its share of it.
///
/// usage: NodeBench path/to/bin/atoll [seconds per figure]
public final class NodeBench {

  private static final Principal ANY_OF_SUBNET = Principal.fromText("bkyz2-fmaaa-aaaaa-qaaaq-cai");

  private final PrintStream out;

  private final Duration perFigure;

  private NodeBench(PrintStream out, Duration perFigure) {
    this.out = out;
    this.perFigure = perFigure;
  }

  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Duration perFigure = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 10);
    new NodeBench(System.out, perFigure).run(Path.of(args[0]).toAbsolutePath().normalize());
  }

  private void run(Path command) throws IOException, InterruptedException, ExecutionException {
    Path directory = Files.createTempDirectory("atoll-bench");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    long begin = System.nanoTime();
    try (NodeProcess node = NodeProcess.start(command, directory.resolve("state"), port)) {
      figure("start to healthy", millis(begin), "ms");
      Agent agent = new Agent(node.url());
      Principal counter = agent.deploy(ANY_OF_SUBNET, CounterModule.build());
      agent.call(counter, counter, "inc", Bytes.EMPTY);
      figure("start to first certified update, with creating and installing", millis(begin), "ms");

      load("update, warm-up", 8, agent, counter, true);
      load("update, 1 client", 1, agent, counter, true);
      load("update, 64 clients", 64, agent, counter, true);
      load("query, warm-up", 8, agent, counter, false);
      load("query, 1 client", 1, agent, counter, false);
      load("query, 64 clients", 64, agent, counter, false);
      figure("resident memory of the node", node.residentMebibytes(), "MiB");
    }
  }

  private void load(String name, int clients, Agent agent, Principal counter, boolean update)
      throws InterruptedException, ExecutionException {
    Load.Result result =
        Load.run(
            clients,
            perFigure,
            () ->
                update
                    ? agent.call(counter, counter, "inc", Bytes.EMPTY)
                    : agent.query(counter, "get", Bytes.EMPTY));
    out.printf(
        java.util.Locale.ROOT,
        "%-62s %8.0f /s   p50 %7.2f ms   p99 %7.2f ms%n",
        name,
        result.rate(),
        result.p50Micros() / 1e3,
        result.p99Micros() / 1e3);
  }

  private void figure(String name, long value, String unit) {
    out.printf(java.util.Locale.ROOT, "%-62s %8d %s%n", name, value, unit);
  }

  private static long millis(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }
}
