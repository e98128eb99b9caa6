package dev.atoll.kernel.inject.toy.failing;

import dev.atoll.kernel.inject.toy.api.Caller;
import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;
import jakarta.inject.Inject;
import java.io.IOException;

/// Has one part that starts and one that does not.
@NodeBundle
@RequiresService(Journal.class)
@ProvidesService(Caller.class)
public final class FailingModule extends PluginModule {

  @Override
  protected void configure() {
    imports(Journal.class);
    starts(First.class);
    exports(Caller.class, Second.class);
  }

  static final class First implements Lifecycle {

    private final Journal journal;

    @Inject
    First(Journal journal) {
      this.journal = journal;
    }

    @Override
    public void start() {
      journal.note("first starts");
    }

    @Override
    public void stop() {
      journal.note("first stops");
    }
  }

  static final class Second implements Caller, Lifecycle {

    private final Journal journal;

    @Inject
    Second(Journal journal) {
      this.journal = journal;
    }

    @Override
    public void start() throws IOException {
      journal.note("second starts");
      throw new IOException("disk is on fire");
    }

    @Override
    public void stop() {
      journal.note("second stops");
    }

    @Override
    public String call(String name) {
      return name;
    }
  }
}
