package dev.atoll.kernel.inject.toy.caller;

import dev.atoll.kernel.inject.toy.api.Caller;
import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.kernel.inject.toy.api.Journal;
import jakarta.inject.Inject;

final class GreetingCaller implements Caller, AutoCloseable {

  private final Greeter greeter;
  private final Journal journal;

  @Inject
  GreetingCaller(Greeter greeter, Journal journal) {
    this.greeter = greeter;
    this.journal = journal;
  }

  @Override
  public String call(String name) {
    return greeter.greet(name);
  }

  @Override
  public void close() {
    journal.note("caller closes");
  }
}
