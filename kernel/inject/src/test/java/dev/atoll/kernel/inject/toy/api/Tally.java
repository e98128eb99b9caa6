package dev.atoll.kernel.inject.toy.api;

/// Counts.
public interface Tally {

  /// The number of calls so far, this one included.
  long add();
}
