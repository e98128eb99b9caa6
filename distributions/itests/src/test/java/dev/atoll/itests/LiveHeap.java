package dev.atoll.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a process keeps in its heap after a full collection.
///
/// @param bundleLoaders class loaders of bundles
record LiveHeap(long bytes, int bundleLoaders) {

  private static final int ATTEMPTS_MAX = 20;

  private static final String LOADER = "BundleWiringImpl$BundleClassLoader";

  /// Waits until a process has no more than `loaders` class loaders of bundles, or for a while.
  static LiveHeap settled(long pid, int loaders) throws IOException, InterruptedException {
    LiveHeap found = of(pid);
    for (int i = 0; i < ATTEMPTS_MAX && found.bundleLoaders > loaders; i++) {
      TimeUnit.SECONDS.sleep(1); // threads that have nothing to do end, and let go of what they ran
      found = of(pid);
    }
    return found;
  }

  /// Asks the JVM of another process, which collects garbage for it.
  static LiveHeap of(long pid) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    process.waitFor();
    return of(lines);
  }

  private static LiveHeap of(List<String> lines) {
    long bytes = 0;
    int loaders = 0;
    for (String line : lines) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length >= 3 && columns[0].equals("Total")) {
        bytes = Long.parseLong(columns[2]);
      } else if (columns.length >= 4 && columns[3].endsWith(LOADER)) {
        loaders = Integer.parseInt(columns[1]);
      }
    }
    if (bytes == 0) {
      throw new IllegalStateException("no histogram in: " + lines);
    }
    return new LiveHeap(bytes, loaders);
  }
}
