package dev.atoll.bench;

import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What a checkpoint of a large heap costs: how long a client of another canister waits at most
/// while it is written, and how long stopping and starting take with that state.
///
/// usage: CheckpointBench path/to/bin/atoll [mebibytes of heap] [seconds of updates]
public final class CheckpointBench {

  private static final Principal ANY_OF_SUBNET = Principal.fromText("bkyz2-fmaaa-aaaaa-qaaaq-cai");

  private static final int HEAP_MEBIBYTES = 2000;

  /// Long enough for a checkpoint of the dev distribution to begin and to end.
  private static final int SECONDS = 120;

  private final PrintStream out;

  private CheckpointBench(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    new CheckpointBench(System.out)
        .run(
            Path.of(args[0]).toAbsolutePath().normalize(),
            args.length > 1 ? Integer.parseInt(args[1]) : HEAP_MEBIBYTES,
            args.length > 2 ? Integer.parseInt(args[2]) : SECONDS);
  }

  private void run(Path command, int mebibytes, int seconds)
      throws IOException, InterruptedException {
    Path state = Files.createTempDirectory("atoll-checkpoint").resolve("state");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    long stop;
    try (NodeProcess node = NodeProcess.start(command, state, port)) {
      Agent agent = new Agent(node.url());
      Principal counter = agent.deploy(ANY_OF_SUBNET, CounterModule.build());
      Principal large = agent.deploy(ANY_OF_SUBNET, LargeHeapModule.build(mebibytes));
      long begin = System.nanoTime();
      for (int done = 0; done < mebibytes; done += LargeHeapModule.FILL_MEBIBYTES) {
        agent.call(large, large, "fill", Bytes.EMPTY);
      }
      figure("writing to every page of " + mebibytes + " MiB", millis(begin), "ms");
      updates(node, agent, counter, seconds);
      stop = System.nanoTime();
    }
    figure("stop", millis(stop), "ms");
    long start = System.nanoTime();
    try (NodeProcess node = NodeProcess.start(command, state, port)) {
      figure("start", millis(start), "ms");
      figure("resident memory after the start", node.residentMebibytes(), "MiB");
    }
  }

  private void updates(NodeProcess node, Agent agent, Principal counter, int seconds)
      throws IOException, InterruptedException {
    long longest = 0;
    long resident = 0;
    long begin = System.nanoTime();
    long count = 0;
    while (millis(begin) < seconds * 1000L) {
      long one = System.nanoTime();
      agent.call(counter, counter, "inc", Bytes.EMPTY);
      longest = Math.max(longest, millis(one));
      if (count++ % 100 == 0) {
        resident = Math.max(resident, node.residentMebibytes());
      }
    }
    figure("updates of another canister meanwhile", count, "");
    figure("the longest of them", longest, "ms");
    figure("most resident memory", resident, "MiB");
  }

  private void figure(String name, long value, String unit) {
    out.printf(Locale.ROOT, "%-62s %8d %s%n", name, value, unit);
  }

  private static long millis(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }
}
