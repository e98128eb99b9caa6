package dev.atoll.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Repeats one request from several clients for a while.
final class Load {

  private Load() {}

  /// @param rate requests per second
  /// @param p50Micros latency
  /// @param p99Micros latency
  record Result(double rate, long p50Micros, long p99Micros, int requests) {}

  static Result run(int clients, Duration duration, Callable<?> request)
      throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    List<Future<long[]>> parts = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        parts.add(executor.submit(() -> repeat(end, request)));
      }
      long[] all = new long[0];
      for (Future<long[]> part : parts) {
        long[] latencies = part.get();
        int old = all.length;
        all = Arrays.copyOf(all, old + latencies.length);
        System.arraycopy(latencies, 0, all, old, latencies.length);
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      Arrays.sort(all);
      return new Result(all.length / seconds, percentile(all, 50), percentile(all, 99), all.length);
    }
  }

  private static long[] repeat(long end, Callable<?> request) throws Exception {
    long[] latencies = new long[1024];
    int count = 0;
    while (System.nanoTime() < end) {
      long begin = System.nanoTime();
      request.call();
      if (count == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * count);
      }
      latencies[count++] = System.nanoTime() - begin;
    }
    return Arrays.copyOf(latencies, count);
  }

  private static long percentile(long[] sorted, int percent) {
    return sorted.length == 0
        ? 0
        : sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / 1000;
  }
}
