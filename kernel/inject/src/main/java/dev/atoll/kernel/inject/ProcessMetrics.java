package dev.atoll.kernel.inject;

import dev.atoll.spi.metrics.Metric;
import dev.atoll.spi.metrics.Metric.Unit;
import dev.atoll.spi.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What the JVM and the operating system know of the process. What a system does not tell, such as
/// one without `/proc`, is left out.
final class ProcessMetrics {

  private static final Path PROC = Path.of("/proc/self");

  /// Source: Linux on x86-64 and aarch64 with 4 KiB pages; with others the value is left out.
  private static final long PAGE_BYTES = 4096;

  private ProcessMetrics() {}

  static void register(Metrics metrics, Path stateDirectory) {
    registerMemory(metrics);
    registerCollections(metrics);
    registerProcess(metrics);
    metrics.observe(
        Metric.gauge(
            "atoll_disk_free_bytes", Unit.BYTES, "What the disk of the state directory has left"),
        () -> free(stateDirectory));
  }

  private static void registerMemory(Metrics metrics) {
    metrics.observeEach(
        Metric.gauge("jvm_memory_used_bytes", Unit.BYTES, "Memory of the JVM in use", "area"),
        () -> memory(MemoryUsage::getUsed));
    metrics.observeEach(
        Metric.gauge(
            "jvm_memory_committed_bytes", Unit.BYTES, "Memory of the JVM that it has", "area"),
        () -> memory(MemoryUsage::getCommitted));
    metrics.observeEach(
        Metric.gauge(
            "jvm_memory_max_bytes", Unit.BYTES, "What the JVM may take; none if unlimited", "area"),
        () -> memory(usage -> usage.getMax() < 0 ? Double.NaN : usage.getMax()));
    metrics.observeEach(
        Metric.gauge(
            "jvm_buffer_pool_used_bytes", Unit.BYTES, "Buffers outside of the heap", "pool"),
        () -> {
          Map<List<String>, Double> pools = new HashMap<>();
          for (BufferPoolMXBean pool :
              ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            pools.put(List.of(pool.getName()), (double) pool.getMemoryUsed());
          }
          return pools;
        });
  }

  private static Map<List<String>, Double> memory(ToDoubleFunction<MemoryUsage> of) {
    var memory = ManagementFactory.getMemoryMXBean();
    return Map.of(
        List.of("heap"), of.applyAsDouble(memory.getHeapMemoryUsage()),
        List.of("nonheap"), of.applyAsDouble(memory.getNonHeapMemoryUsage()));
  }

  private static void registerCollections(Metrics metrics) {
    metrics.observeEach(
        Metric.counter("jvm_gc_collections_total", Unit.ONE, "Garbage collections", "gc"),
        () -> collections(GarbageCollectorMXBean::getCollectionCount));
    metrics.observeEach(
        Metric.counter(
            "jvm_gc_seconds_total", Unit.SECONDS, "Time that garbage collections took", "gc"),
        () -> collections(gc -> gc.getCollectionTime() / 1e3));
    metrics.observe(
        Metric.gauge("jvm_threads", Unit.ONE, "Platform threads"),
        () -> ManagementFactory.getThreadMXBean().getThreadCount());
    metrics.observe(
        Metric.gauge(
            "jvm_classes_loaded", Unit.ONE, "Classes that are loaded; must not grow with swaps"),
        () -> ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
  }

  private static Map<List<String>, Double> collections(
      ToDoubleFunction<GarbageCollectorMXBean> of) {
    Map<List<String>, Double> values = new HashMap<>();
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      values.put(List.of(gc.getName()), of.applyAsDouble(gc));
    }
    return values;
  }

  private static void registerProcess(Metrics metrics) {
    ProcessHandle self = ProcessHandle.current();
    metrics.observe(
        Metric.counter("process_cpu_seconds_total", Unit.SECONDS, "Processor time of all threads"),
        () -> self.info().totalCpuDuration().map(cpu -> cpu.toNanos() / 1e9).orElse(Double.NaN));
    metrics.observe(
        Metric.gauge(
            "process_start_time_seconds", Unit.SECONDS, "When the process began, since 1970"),
        () ->
            self.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(millis -> millis / 1e3)
                .orElse(Double.NaN));
    metrics.observe(
        Metric.gauge(
            "process_resident_memory_bytes",
            Unit.BYTES,
            "Memory of the process, canister memory outside of the heap included"),
        ProcessMetrics::resident);
    metrics.observe(
        Metric.gauge("process_open_fds", Unit.ONE, "Open files and sockets"),
        ProcessMetrics::openFiles);
  }

  private static double resident() {
    try {
      String[] pages = Files.readString(PROC.resolve("statm")).strip().split(" ", -1);
      return Long.parseLong(pages[1]) * (double) PAGE_BYTES;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static double openFiles() {
    try (Stream<Path> files = Files.list(PROC.resolve("fd"))) {
      return files.count();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static double free(Path directory) {
    try {
      FileStore disk = Files.getFileStore(directory);
      return disk.getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
