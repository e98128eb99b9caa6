package dev.atoll.kernel.inject.toy.api;

/// What one toy exports and another imports.
public interface Greeter {

  String greet(String name);
}
