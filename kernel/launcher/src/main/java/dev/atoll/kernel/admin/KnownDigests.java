package dev.atoll.kernel.admin;

import dev.atoll.kernel.launcher.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Digests of files, remembered for as long as a file is the same by all that is known of it
/// without reading it: its key in the file system, its size and when it was changed. Safe for use
/// from any thread.
///
/// What a node has started was verified then, by [Digests#verified(Path,
/// dev.atoll.kernel.launcher.DistributionLock.LockedBundle)], whatever this says.
final class KnownDigests {

  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  private record Known(@Nullable Object fileKey, long size, FileTime changed, String sha256) {

    boolean isOf(BasicFileAttributes now) {
      return size == now.size()
          && changed.equals(now.lastModifiedTime())
          && java.util.Objects.equals(fileKey, now.fileKey());
    }
  }

  /// In lower-case hexadecimal.
  String sha256(Path file) throws IOException {
    // looked at before the content: a change while it is read is seen the next time
    BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
    @Nullable Known before = known.get(file);
    if (before != null && before.isOf(now)) {
      return before.sha256();
    }
    String sha256 = Digests.sha256(file);
    known.put(file, new Known(now.fileKey(), now.size(), now.lastModifiedTime(), sha256));
    return sha256;
  }
}
