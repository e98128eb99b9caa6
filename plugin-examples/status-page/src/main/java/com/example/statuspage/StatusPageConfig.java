package com.example.statuspage;

import dev.atoll.spi.gateway.MountPoint;
import dev.atoll.spi.kernel.Default;

/// The plugin's section of a distribution.
///
/// @param path where the page is
/// @param canistersMax how many canisters it shows
public record StatusPageConfig(
    @Default("/_/status") String path, @Default("100") int canistersMax) {

  public StatusPageConfig {
    MountPoint.path(path); // says what is wrong with it
    if (canistersMax < 1 || canistersMax > 1000) {
      throw new IllegalArgumentException(
          "canisters-max is %d, expected 1 to 1000".formatted(canistersMax));
    }
  }
}
