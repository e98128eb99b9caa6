package dev.atoll.kernel.distribution.build;

import java.util.List;

/// How the JVM of a node is started where there is no shell to run `bin/atoll`, which says why.
final class JavaOptions {

  static final List<String> ALL =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-exports",
          "java.base/jdk.internal.misc=ALL-UNNAMED",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-DontCompileHugeMethods",
          "-XX:+UseSerialGC",
          "-Dfile.encoding=UTF-8");

  private JavaOptions() {}
}
