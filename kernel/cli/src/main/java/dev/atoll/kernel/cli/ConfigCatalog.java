package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.jar.Attributes;

/// What the bundles of a distribution may be told, as their own classes say it.
///
/// The kernel's reader of sections is in a bundle too, so all of them are loaded in a class loader
/// of their own, and no bundle is started.
final class ConfigCatalog implements AutoCloseable {

  private static final String INSPECTOR = "dev.atoll.kernel.inject.ConfigInspector";

  private static final String MODULE_HEADER = "Guice-Module";

  /// A key that a bundle takes.
  ///
  /// @param otherwise the default; empty if there is none
  record Key(String key, String type, String otherwise, boolean required, String meaning) {}

  /// What a bundle says.
  ///
  /// @param error what is wrong with its section; empty if nothing is
  record Entry(String bundle, String about, List<Key> keys, String error) {}

  private final URLClassLoader loader;

  private final Function<Map<String, Object>, Map<String, Object>> inspector;

  /// Modules by symbolic name.
  private final SortedMap<String, String> modules = new TreeMap<>();

  /// @param jars of all bundles of the distribution
  @SuppressWarnings("unchecked") // the inspector has exactly this type
  ConfigCatalog(List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    try {
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
        Attributes header = Manifests.of(jar).orElseGet(Attributes::new);
        String module = header.getValue(MODULE_HEADER);
        if (module != null) {
          modules.put(Manifests.symbolicName(jar).orElse(""), module);
        }
      }
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
    loader = new URLClassLoader(urls.toArray(URL[]::new), ConfigCatalog.class.getClassLoader());
    try {
      inspector =
          (Function<Map<String, Object>, Map<String, Object>>)
              loader.loadClass(INSPECTOR).getConstructor(ClassLoader.class).newInstance(loader);
    } catch (ReflectiveOperationException e) {
      close();
      throw new KernelException(
          Code.CONFIG,
          "the distribution has no kernel that could read its configuration: " + e,
          "add dev.atoll:atoll-inject to its bundles",
          e);
    }
  }

  /// All bundles of a product.
  ///
  /// @param lock with its plugins
  static ConfigCatalog of(Product product, DistributionLock lock) {
    return new ConfigCatalog(lock.bundles().stream().map(product::file).toList());
  }

  /// Symbolic names of those that have a module.
  List<String> bundles() {
    return List.copyOf(modules.keySet());
  }

  /// The name that is meant: `gateway-http` is `atoll-gateway-http`.
  String find(String name) {
    for (String candidate : List.of(name, "atoll-" + name)) {
      if (modules.containsKey(candidate)) {
        return candidate;
      }
    }
    throw new KernelException(
        Code.CONFIG,
        "%s is no bundle that takes configuration".formatted(name),
        "give one of these: " + String.join(", ", modules.keySet()));
  }

  /// @param bundle a symbolic name of [#bundles]
  /// @param section with variables put in
  Entry entry(String bundle, Map<String, Object> section) {
    Map<String, Object> answer =
        inspector.apply(
            Map.of(
                "bundle", bundle, "module", modules.getOrDefault(bundle, ""), "section", section));
    List<Key> keys = new ArrayList<>();
    for (Object each : (List<?>) answer.getOrDefault("keys", List.of())) {
      Map<String, Object> key = Json.object(each);
      keys.add(
          new Key(
              text(key, "key"),
              text(key, "type"),
              text(key, "default"),
              Boolean.TRUE.equals(key.get("required")),
              text(key, "meaning")));
    }
    return new Entry(bundle, text(answer, "about"), keys, text(answer, "error"));
  }

  private static String text(Map<String, Object> map, String key) {
    return String.valueOf(map.getOrDefault(key, ""));
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
