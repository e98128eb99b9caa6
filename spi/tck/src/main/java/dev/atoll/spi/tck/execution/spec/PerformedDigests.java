package dev.atoll.spi.tck.execution.spec;

import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What every engine does with each script, as a digest, from the list `performed.txt`: so that
/// engines agree that never meet.
final class PerformedDigests {

  private static final int DIGEST_BYTES = 8;

  private static final Map<String, String> REVIEWED =
      ReviewedList.read("performed.txt").stream()
          .collect(Collectors.toUnmodifiableMap(words -> words.get(0), words -> words.get(1)));

  private PerformedDigests() {}

  /// The digest of results, traps, instructions, dirty pages and sizes.
  static String of(List<Performed> performed) {
    String text = performed.stream().map(Performed::toString).collect(Collectors.joining("\n"));
    byte[] hash = Hashes.sha256(text.getBytes(StandardCharsets.UTF_8));
    return Bytes.copyOf(hash, 0, DIGEST_BYTES).toHex();
  }

  /// What the digest must be; null if the script is new.
  static @Nullable String reviewed(String script) {
    return REVIEWED.get(script);
  }
}
