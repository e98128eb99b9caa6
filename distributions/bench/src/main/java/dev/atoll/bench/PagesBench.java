package dev.atoll.bench;

import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/// Times what the end of a message costs for each page of 4 KiB that it has written: keeping the
/// pages (staged after the message, published after the round), going back from them, and bringing
/// a memory for queries to what was published.
///
/// Times are those of the thread's processor, in microseconds: of the first message that writes the
/// pages, for which the system finds room, and the median of the later half of many.
///
/// usage: `PagesBench [mebibytes of memory]`
public final class PagesBench {

  private static final int[] COUNTS = {1, 10, 100, 1_000, 10_000};

  private static final int PAGES_IN_ALL = 500_000;

  private static final int ROUNDS_MAX = 5_000;

  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private final PrintStream out = System.out;
  private final long wasmPages;

  private PagesBench(long wasmPages) {
    this.wasmPages = wasmPages;
  }

  public static void main(String[] args) {
    long mebibytes = args.length > 0 ? Long.parseLong(args[0]) : 1024;
    new PagesBench(mebibytes << 4).run();
  }

  private void run() {
    out.printf("memory of %d MiB; microseconds of CPU for each page written%n", wasmPages >> 4);
    out.println(
        "pages     layout       keep: first       hot  go back: first       hot   query: hot");
    for (boolean scattered : new boolean[] {false, true}) {
      for (int count : COUNTS) {
        measure(count, scattered);
      }
    }
  }

  private void measure(int count, boolean scattered) {
    int pages = (int) (wasmPages << 4);
    int stride = scattered ? pages / count : 1;
    int rounds = Math.min(ROUNDS_MAX, PAGES_IN_ALL / count);
    double[] keep = new double[rounds];
    double[] back = new double[rounds];
    double[] query = new double[rounds];
    try (CommittedMemory committed = new CommittedMemory();
        LinearMemory memory = LinearMemory.forEngine(wasmPages, wasmPages);
        LinearMemory reader = LinearMemory.forEngine(wasmPages, wasmPages)) {
      reader.update(committed);
      for (int round = 0; round < rounds; round++) {
        write(memory, count, stride, round);
        keep[round] =
            time(
                () -> {
                  memory.stage(committed);
                  committed.publish();
                });
        write(memory, count, stride, -round);
        back[round] = time(() -> memory.restore(committed));
        query[round] = time(() -> reader.update(committed));
        check(memory, reader, count, stride, round);
      }
    }
    out.printf(
        "%,6d    %-10s  %11.2f  %8.2f  %14.2f  %8.2f  %11.2f%n",
        count,
        scattered ? "scattered" : "together",
        keep[0] / count,
        median(keep) / count,
        back[0] / count,
        median(back) / count,
        median(query) / count);
  }

  private static void write(LinearMemory memory, int count, int stride, int value) {
    byte[] content = {(byte) value};
    for (int i = 0; i < count; i++) {
      memory.write(((long) i * stride) << LinearMemory.PAGE_SHIFT, content);
    }
  }

  private static void check(
      LinearMemory memory, LinearMemory reader, int count, int stride, int round) {
    for (int i = 0; i < count; i++) {
      long address = ((long) i * stride) << LinearMemory.PAGE_SHIFT;
      if (memory.read(address, 1)[0] != (byte) round
          || reader.read(address, 1)[0] != (byte) round) {
        throw new IllegalStateException("page %d has other content".formatted(i * stride));
      }
    }
  }

  private double time(Runnable work) {
    long begin = clock.getCurrentThreadCpuTime();
    work.run();
    return (clock.getCurrentThreadCpuTime() - begin) / 1e3;
  }

  private static double median(double[] times) {
    double[] sorted = Arrays.copyOfRange(times, times.length / 2, times.length); // hot by then
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
