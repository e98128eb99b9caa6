package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.Manifests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/// A plugin of a catalogue, and whether it fits a product.
///
/// @param gaps what the product has not, or in another version; empty if it fits
public record Offer(CatalogueSource source, Catalogue.Entry entry, List<String> gaps) {

  /// The versions of the packages that the bundles of a product export.
  public static Map<String, Version> exports(Path product, DistributionLock lock) {
    Map<String, Version> exports = new TreeMap<>();
    for (LockedBundle bundle : lock.started()) {
      Attributes main =
          Manifests.of(bundle.folder(product).resolve(bundle.fileName()))
              .orElseGet(Attributes::new);
      for (ManifestClause clause : ManifestClause.parse(main.getValue("Export-Package"))) {
        exports.put(
            clause.name(), Version.parseVersion(clause.attributes().getOrDefault("version", "0")));
      }
    }
    return exports;
  }

  static Offer of(CatalogueSource source, Catalogue.Entry entry, Map<String, Version> exports) {
    List<String> gaps = new ArrayList<>();
    entry
        .spi()
        .forEach(
            (name, range) -> {
              @Nullable Version found = exports.get(name);
              if (found == null || !VersionRange.valueOf(range).includes(found)) {
                gaps.add(
                    "it needs %s %s, the product has %s"
                        .formatted(name, range, found == null ? "none" : found));
              }
            });
    return new Offer(source, entry, gaps);
  }
}
