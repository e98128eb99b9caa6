package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.canister.NativeCanister;
import dev.atoll.spi.tck.canister.NativeCanisterContract;
import java.util.List;
import org.junit.jupiter.api.TestInstance;

/// The contract, on the service of the bundle under test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProvidedCanister extends NativeCanisterContract {

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  protected NativeCanister newCanister() {
    return plugin.newService(NativeCanister.class);
  }

  /// Nobody but its author knows what it does: a project has a script of its own.
  @Override
  protected List<Step> script() {
    return List.of();
  }
}
