package dev.atoll.kernel.cli;

import dev.atoll.kernel.plugin.CatalogueSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Which catalogues are meant.
final class CatalogueOptions {

  @Option(
      names = "--catalog",
      paramLabel = "WHERE",
      description = {
        "A catalogue: a file, a folder or an address; can be repeated.",
        "Default: the lines of etc/catalogues of this product"
      })
  private List<String> addresses = new ArrayList<>();

  List<CatalogueSource> sources(Path product) throws IOException {
    return addresses.isEmpty()
        ? CatalogueSource.ofProduct(product)
        : addresses.stream().map(CatalogueSource::of).toList();
  }
}
