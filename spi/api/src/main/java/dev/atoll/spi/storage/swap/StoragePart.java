package dev.atoll.spi.storage.swap;

import java.util.List;

/// A part of what one storage bundle hands over to another: of each open storage, entries and
/// blocks.
///
/// It reads them from the storage when it is taken over, and so takes no room itself.
public final class StoragePart {

  private final List<Share> shares;

  StoragePart(List<Share> shares) {
    this.shares = List.copyOf(shares);
  }

  List<Share> shares() {
    return shares;
  }

  /// What is to be moved of one storage.
  ///
  /// @param handle what callers hold; it goes over too
  /// @param begins whether a copy begins, and nothing was moved before
  /// @param isRest whether nothing changes any more
  record Share(
      StorageHandle handle,
      KeptStorage source,
      Changes.Taken changes,
      boolean begins,
      boolean isRest) {}
}
