package dev.atoll.spi.tck.plugin;

import dev.atoll.spi.gateway.IngressFilter;
import dev.atoll.spi.tck.gateway.IngressFilterRules;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What every filter keeps, on the service of the bundle under test. What it lets pass and what it
/// refuses only its author knows: a project tells `IngressFilterContract` of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProvidedFilter implements IngressFilterRules {

  private final PluginUnderTest plugin = PluginUnderTest.ofProperty();

  @Override
  public IngressFilter newFilter() {
    return plugin.newService(IngressFilter.class);
  }
}
