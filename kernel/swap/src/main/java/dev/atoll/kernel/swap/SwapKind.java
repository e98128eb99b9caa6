package dev.atoll.kernel.swap;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/// What a swap is about: the type of service that one bundle provides in place of another.
///
/// @param name as typed
/// @param type the name of the service's class
record SwapKind(String name, String type) {

  private static final Map<String, String> PORTS =
      new TreeMap<>(
          Map.of(
              "consensus", "dev.atoll.spi.consensus.ConsensusEngineFactory",
              "crypto", "dev.atoll.spi.crypto.CryptoProvider",
              "execution", "dev.atoll.spi.execution.WasmEngine",
              "gateway", "dev.atoll.spi.gateway.Gateway",
              "network", "dev.atoll.spi.network.TransportFactory",
              "storage", "dev.atoll.spi.storage.StorageFactory"));

  /// What belongs to the core or to the kernel: there is one, and everything hangs on it.
  private static final List<String> FIXED =
      List.of("dev.atoll.spi.gateway.SubnetClient", "dev.atoll.spi.gateway.ListenerLease");

  /// A port by its name, or any service of a bundle by the name of its class, short or whole.
  ///
  /// @param bundles of the node
  /// @throws KernelException if there is no such kind
  static SwapKind of(String name, List<Bundle> bundles) {
    String port = PORTS.getOrDefault(name, "");
    if (!port.isEmpty()) {
      return new SwapKind(name, port);
    }
    TreeSet<String> types = new TreeSet<>();
    for (Bundle bundle : bundles) {
      for (BundleCapability service :
          bundle.adapt(BundleRevision.class).getDeclaredCapabilities("osgi.service")) {
        if (service.getAttributes().get("objectClass") instanceof List<?> classes) {
          classes.forEach(type -> types.add(String.valueOf(type)));
        }
      }
    }
    String found =
        types.stream()
            .filter(type -> type.equals(name) || type.endsWith("." + name))
            .findFirst()
            .orElseThrow(() -> unknown(name));
    if (FIXED.contains(found)) {
      throw new KernelException(
          Code.SWAP_REFUSED,
          "%s belongs to the core of the node, only what hangs on it can be swapped: %s"
              .formatted(found, String.join(", ", PORTS.keySet())),
          "stop the node and start it with another product");
    }
    return new SwapKind(name, found);
  }

  private static KernelException unknown(String name) {
    return new KernelException(
        Code.SWAP_REFUSED,
        "%s is nothing that a bundle of this node provides, there are: %s, and services of plugins"
            .formatted(name, String.join(", ", PORTS.keySet())),
        "give one of these: atoll swap KIND BUNDLE");
  }
}
