package dev.atoll.kernel.inject.toy.api;

/// Calls the imported [Greeter].
public interface Caller {

  String call(String name);
}
