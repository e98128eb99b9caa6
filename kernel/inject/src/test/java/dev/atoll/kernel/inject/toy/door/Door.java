package dev.atoll.kernel.inject.toy.door;

import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.kernel.Lifecycle;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.osgi.framework.FrameworkUtil;

/// Notes what is done to it.
final class Door implements Gateway, Lifecycle {

  private final Journal journal;

  private final String name = FrameworkUtil.getBundle(Door.class).getSymbolicName();

  @Inject
  Door(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void start() {
    journal.note(name + " accepts");
  }

  @Override
  public void stop() {
    close();
  }

  @Override
  public String protocol() {
    return "toy";
  }

  @Override
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("nowhere", 0);
  }

  @Override
  public boolean drain(Duration limit) {
    journal.note(name + " drains");
    return true;
  }

  @Override
  public void close() {
    journal.note(name + " cuts its clients off");
  }
}
