package dev.atoll.kernel.inject.toy.tally;

import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.kernel.inject.toy.api.Tally;
import dev.atoll.spi.kernel.NodeBundle;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ProvidesService;
import dev.atoll.spi.kernel.RequiresService;

@NodeBundle
@RequiresService(Journal.class)
@ProvidesService(Tally.class)
public final class TallyModule extends PluginModule {

  @Override
  protected void configure() {
    imports(Journal.class);
    exports(Tally.class, LongTally.class);
  }
}
