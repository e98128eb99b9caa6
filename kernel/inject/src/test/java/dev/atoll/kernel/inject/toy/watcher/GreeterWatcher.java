package dev.atoll.kernel.inject.toy.watcher;

import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.spi.kernel.ServiceWatcher;
import jakarta.inject.Inject;

final class GreeterWatcher implements ServiceWatcher<Greeter> {

  private final Journal journal;

  @Inject
  GreeterWatcher(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void added(Greeter greeter, String provider) {
    journal.note("watcher finds " + provider);
  }

  @Override
  public void removed(Greeter greeter) {
    journal.note("watcher hears " + greeter.greet("Bob"));
  }
}
