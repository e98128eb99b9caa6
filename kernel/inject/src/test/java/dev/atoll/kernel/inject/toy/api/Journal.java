package dev.atoll.kernel.inject.toy.api;

/// Tells the test what happens inside of bundles; the test may block or throw.
public interface Journal {

  void note(String event);
}
