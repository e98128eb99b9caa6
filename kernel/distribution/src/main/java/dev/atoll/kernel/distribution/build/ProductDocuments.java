package dev.atoll.kernel.distribution.build;

import java.util.SortedMap;

/// Files for people that a product has beside what runs. Whoever has some is found by
/// `ServiceLoader`.
public interface ProductDocuments {

  /// @param version of the product
  /// @return texts by their path in the product; the same for the same version
  SortedMap<String, String> files(String version);
}
