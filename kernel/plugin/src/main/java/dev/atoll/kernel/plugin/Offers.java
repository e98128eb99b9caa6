package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.osgi.framework.Version;

/// What all catalogues offer.
///
/// @param all in the order of the catalogues; of one plugin the highest version first
public record Offers(List<Offer> all) {

  /// Fetches the catalogues; one that is older than one seen before is refused.
  ///
  /// @param scratch a folder for what is fetched
  public static Offers fetch(
      List<CatalogueSource> sources, Path product, DistributionLock lock, Path scratch)
      throws IOException, InterruptedException {
    if (sources.isEmpty()) {
      throw new KernelException(
          Code.CONFIG,
          "no catalogue is known",
          "give one with --catalog, or write its address into etc/catalogues of the product");
    }
    TrustedKeys trusted = TrustedKeys.of(product);
    Map<String, Version> exports = Offer.exports(product, lock);
    List<Offer> all = new ArrayList<>();
    for (CatalogueSource source : sources) {
      Catalogue catalogue = source.fetch(scratch, trusted);
      new SeenCatalogues(product).check(source.address(), catalogue);
      catalogue.entries().forEach(entry -> all.add(Offer.of(source, entry, exports)));
    }
    return new Offers(List.copyOf(all));
  }

  /// Those in which a text occurs: in the name, the kinds or the description.
  public List<Offer> matching(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(
            offer ->
                (offer.entry().name() + " " + offer.entry().kinds() + offer.entry().description())
                    .toLowerCase(Locale.ROOT)
                    .contains(wanted))
        .toList();
  }

  /// The one to install: the highest version that fits.
  ///
  /// @param name of the bundle, or `name:version`
  /// @throws KernelException if there is none; it says why those that there are do not fit
  public Offer find(String name) {
    List<Offer> named =
        all.stream()
            .filter(
                o ->
                    o.entry().name().equals(name)
                        || (o.entry().name() + ":" + o.entry().version()).equals(name))
            .toList();
    if (named.isEmpty()) {
      throw new KernelException(
          Code.PLUGIN_REFUSED,
          "%s is in no catalogue".formatted(name),
          "atoll plugin search, or give the path of a jar");
    }
    return named.stream()
        .filter(offer -> offer.gaps().isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new KernelException(
                    Code.PLUGIN_REFUSED,
                    "%s does not fit: %s"
                        .formatted(
                            named.getFirst().entry(), String.join("; ", named.getFirst().gaps())),
                    "install a version that was built for the SPI of this node"));
  }
}
