package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// When the newest catalogue was made that a product has seen at each address. An older one has a
/// good signature too, and may offer what was taken back since: whoever puts it in the place of the
/// newer one is noticed.
///
/// Kept in `etc/catalogues.seen.json`: an object of times by address.
///
/// @param product whose folder it is; nothing is kept if it cannot be written
record SeenCatalogues(Path product) {

  private static final String FILE = "etc/catalogues.seen.json";

  /// Remembers a catalogue.
  ///
  /// @throws KernelException if a newer one was seen at the same address; it names both
  void check(URI address, Catalogue catalogue) throws IOException {
    Map<String, Object> seen = new LinkedHashMap<>(read());
    @Nullable Instant newest = newest(seen.get(address.toString()));
    if (newest != null && catalogue.created().isBefore(newest)) {
      throw new KernelException(
          Code.PLUGIN_REFUSED,
          "catalogue %s is of %s, one of %s was there before: it is an old one"
              .formatted(address, catalogue.created(), newest),
          "tell whoever hosts it; if that was meant, delete its line in " + product.resolve(FILE));
    }
    if (!catalogue.created().equals(newest) && Files.isWritable(product)) {
      seen.put(address.toString(), catalogue.created().toString());
      Path file = product.resolve(FILE);
      Files.createDirectories(file.resolveSibling(""));
      Path fresh = Files.writeString(file.resolveSibling("catalogues.seen.new"), Json.write(seen));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Map<String, Object> read() throws IOException {
    Path file = product.resolve(FILE);
    return Files.isRegularFile(file) ? Json.read(file) : Map.of();
  }

  private static @Nullable Instant newest(@Nullable Object time) {
    try {
      return time == null ? null : Instant.parse(time.toString());
    } catch (DateTimeParseException e) {
      return null; // edited by hand: begins anew
    }
  }
}
