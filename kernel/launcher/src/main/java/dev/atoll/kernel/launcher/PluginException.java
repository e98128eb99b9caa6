package dev.atoll.kernel.launcher;

import java.util.List;
import java.util.stream.Collectors;

/// A node cannot start with these plugins; it can be tried without them.
public final class PluginException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<LeftOut> plugins;

  PluginException(List<LeftOut> plugins) {
    super(plugins.stream().map(LeftOut::toString).collect(Collectors.joining("; ")));
    this.plugins = List.copyOf(plugins);
  }

  public List<LeftOut> plugins() {
    return plugins;
  }
}
