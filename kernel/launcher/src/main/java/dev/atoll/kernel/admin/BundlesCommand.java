package dev.atoll.kernel.admin;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.Node;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/// Says what runs in a node: each bundle with where it comes from, how it is, what it provides and
/// who gives it what.
///
/// | key | what |
/// |---|---|
/// | `bundle`, `version` | the symbolic name and version |
/// | `id` | Maven coordinates, as the lock has them; empty for one from elsewhere |
/// | `origin` | `product`, or `swapped-in` for one that came in place of another |
/// | `file`, `size`, `sha256` | the jar as it is on the disk now, see [KnownDigests] |
/// | `state` | `UP`, `WAITING`, `STARTING`, `FAILED`; `LIBRARY` for one without a module |
/// | `cause`, `waits-for` | why it failed; the services that are not there |
/// | `health` | `status` and `detail` of each health check |
/// | `provides` | types of its services |
/// | `uses` | by type of service the bundles that it gets it from |
public final class BundlesCommand implements AdminCommand {

  private static final String OWN = "dev.atoll.kernel.inject.";

  private final Node node;

  private final Path home;

  private final Map<String, LockedBundle> locked = new TreeMap<>();

  private final KnownDigests digests = new KnownDigests();

  /// @param product the lock of the product
  /// @param home the directory that holds `bundles`
  public BundlesCommand(Node node, DistributionLock product, Path home) {
    this.node = node;
    this.home = home.toAbsolutePath().normalize();
    product.bundles().forEach(bundle -> locked.put(bundle.fileName(), bundle));
  }

  @Override
  public String name() {
    return "bundles";
  }

  @Override
  public Map<String, Object> run(
      Map<String, Object> arguments, Consumer<Map<String, Object>> events) {
    Map<String, Map<String, Object>> states = new TreeMap<>();
    node.info("ready").bundles().forEach(s -> states.put(String.valueOf(s.get("bundle")), s));
    List<Map<String, Object>> health = node.health();
    return Map.of(
        "bundles",
        node.bundles().all().stream()
            .map(bundle -> describe(bundle, states.get(symbolicName(bundle)), health))
            .toList());
  }

  private Map<String, Object> describe(
      Bundle bundle, @Nullable Map<String, Object> state, List<Map<String, Object>> health) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bundle", symbolicName(bundle));
    map.put("version", bundle.getVersion().toString());
    describeFile(map, Path.of(URI.create(bundle.getLocation().replaceFirst("^reference:", ""))));
    map.put("state", state == null ? "LIBRARY" : String.valueOf(state.get("state")));
    map.put("cause", state == null ? "" : state.getOrDefault("cause", ""));
    map.put("waits-for", state == null ? List.of() : state.getOrDefault("waits-for", List.of()));
    map.put(
        "health",
        health.stream()
            .filter(check -> symbolicName(bundle).equals(check.get("bundle")))
            .map(
                check ->
                    Map.of(
                        "status", check.getOrDefault("status", ""),
                        "detail", check.getOrDefault("detail", "")))
            .toList());
    map.put("provides", List.copyOf(types(bundle.getRegisteredServices())));
    map.put("uses", uses(bundle));
    return map;
  }

  /// The framework takes jars that are no bundles too; they have no name.
  private static String symbolicName(Bundle bundle) {
    return Objects.requireNonNullElse(bundle.getSymbolicName(), "");
  }

  private void describeFile(Map<String, Object> map, Path jar) {
    @Nullable LockedBundle known = locked.get(String.valueOf(jar.getFileName()));
    boolean ofProduct = jar.normalize().startsWith(home) && known != null;
    map.put("id", known == null ? "" : known.id());
    map.put(
        "origin", ofProduct && known != null && !known.alternative() ? "product" : "swapped-in");
    map.put("file", jar.toString());
    try {
      map.put("size", Files.size(jar));
      map.put("sha256", digests.sha256(jar));
    } catch (IOException e) { // deleted under a running node: that is worth to be seen
      map.put("size", -1);
      map.put("sha256", "");
    }
  }

  private static Map<String, Object> uses(Bundle bundle) {
    TreeMap<String, Object> uses = new TreeMap<>();
    ServiceReference<?>[] inUse = bundle.getServicesInUse();
    for (ServiceReference<?> reference : inUse == null ? new ServiceReference<?>[0] : inUse) {
      @Nullable Bundle provider = reference.getBundle();
      if (provider == null || provider.equals(bundle)) {
        continue;
      }
      for (String type : types(new ServiceReference<?>[] {reference})) {
        List<String> providers = new ArrayList<>();
        if (uses.get(type) instanceof List<?> known) {
          known.forEach(each -> providers.add(String.valueOf(each)));
        }
        if (!providers.contains(symbolicName(provider))) {
          providers.add(symbolicName(provider));
        }
        uses.put(type, providers);
      }
    }
    return uses;
  }

  /// What crosses the kernel's own wall is no news for an operator.
  private static SortedSet<String> types(ServiceReference<?> @Nullable [] services) {
    TreeSet<String> types = new TreeSet<>();
    for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
      if (service.getProperty(Constants.OBJECTCLASS) instanceof String[] names) {
        for (String name : names) {
          if (!name.startsWith("java.") && !name.startsWith(OWN)) {
            types.add(name);
          }
        }
      }
    }
    return types;
  }
}
