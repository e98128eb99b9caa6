package dev.atoll.kernel.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A plugin without which the node runs.
///
/// @param bundle its symbolic name
/// @param why with the code that operators see
public record LeftOut(String bundle, String version, KernelException why) {

  /// As the states of bundles are told to other processes.
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bundle", bundle);
    map.put("version", version);
    map.put("state", "LEFT_OUT");
    map.put("waits-for", List.of());
    map.put("cause", cause());
    return map;
  }

  /// Such as `error[plugin-refused]: my-storage-1.0.0.jar is not signed: …`.
  public String cause() {
    return "error[%s]: %s".formatted(why.code().text(), why.getMessage());
  }

  @Override
  public String toString() {
    return bundle + " " + version + ": " + cause();
  }
}
