package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The plugins of a product: jars in `plugins/`, each with its signature, and `plugins.lock.json`,
/// which says which of them start with the node. The product's own lock stays as it was built.
///
/// @param plugins in the order in which they were installed
public record InstalledPlugins(List<InstalledPlugin> plugins) {

  public static final String FILE_NAME = "plugins.lock.json";

  private static final int FORMAT = 1;

  /// Those of a product, none if there is no file.
  ///
  /// @throws KernelException if the file cannot be read
  public static InstalledPlugins of(Path product) {
    Path file = product.resolve(FILE_NAME);
    if (!Files.isRegularFile(file)) {
      return new InstalledPlugins(List.of());
    }
    try {
      Map<String, Object> json = Json.read(file);
      if (!Integer.valueOf(FORMAT).equals(json.get("format"))) {
        throw new IOException("format %s, expected %d".formatted(json.get("format"), FORMAT));
      }
      List<InstalledPlugin> plugins = new ArrayList<>();
      for (Object entry : (List<?>) json.getOrDefault("plugins", List.of())) {
        plugins.add(InstalledPlugin.of(InstalledPlugin.map((Map<?, ?>) entry)));
      }
      return new InstalledPlugins(List.copyOf(plugins));
    } catch (IOException | ClassCastException | IllegalArgumentException e) {
      throw new KernelException(
          Code.PRODUCT_DAMAGED,
          "cannot read %s, which says which plugins start: %s".formatted(file, e.getMessage()),
          "restore it, or delete it to start without plugins",
          e);
    }
  }

  /// In one rename: a process that dies leaves the old file or the new one.
  void write(Path product) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("plugins", plugins.stream().map(InstalledPlugin::toMap).toList());
    Path fresh = product.resolve(FILE_NAME + ".new");
    Files.writeString(fresh, Json.write(json));
    Files.move(fresh, product.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  public Optional<InstalledPlugin> find(String name) {
    return plugins.stream()
        .filter(p -> p.name().equals(name) || p.bundle().id().equals(name))
        .findFirst();
  }

  InstalledPlugins without(InstalledPlugin plugin) {
    return new InstalledPlugins(plugins.stream().filter(p -> !p.equals(plugin)).toList());
  }

  InstalledPlugins with(InstalledPlugin plugin) {
    List<InstalledPlugin> more =
        new ArrayList<>(plugins.stream().filter(p -> !p.name().equals(plugin.name())).toList());
    more.add(plugin);
    return new InstalledPlugins(List.copyOf(more));
  }

  /// The plugins that may not start: absent, changed, or not signed by a key that is trusted now.
  public List<LeftOut> refused(Path product) {
    TrustedKeys trusted;
    List<LeftOut> refused = new ArrayList<>();
    try {
      trusted = TrustedKeys.of(product);
    } catch (KernelException e) {
      plugins.forEach(p -> refused.add(new LeftOut(p.name(), p.version(), e)));
      return refused;
    }
    for (InstalledPlugin plugin : plugins) {
      try {
        Path file = Digests.verified(plugin.bundle().folder(product), plugin.bundle());
        SignatureFile.beside(SignatureFile.What.PLUGIN, file).verify(file, trusted);
      } catch (KernelException e) {
        refused.add(new LeftOut(plugin.name(), plugin.version(), asRefusal(plugin, e)));
      }
    }
    return refused;
  }

  private static KernelException asRefusal(InstalledPlugin plugin, KernelException e) {
    return e.code() == Code.PLUGIN_REFUSED
        ? e
        : new KernelException(
            Code.PLUGIN_REFUSED,
            String.valueOf(e.getMessage()),
            "install it again, or: atoll plugin remove " + plugin.name(),
            e);
  }

  /// Those that are not left out.
  public InstalledPlugins except(List<LeftOut> leftOut) {
    return new InstalledPlugins(
        plugins.stream()
            .filter(p -> leftOut.stream().noneMatch(l -> l.bundle().equals(p.name())))
            .toList());
  }

  /// The distribution with the plugins: what one of them is started in place of becomes an
  /// alternative, and its sections lie over those of the distribution.
  public DistributionLock in(DistributionLock lock) {
    List<LockedBundle> bundles = new ArrayList<>(lock.bundles());
    Map<String, Object> config = lock.config();
    for (InstalledPlugin plugin : plugins) {
      bundles.replaceAll(
          b -> plugin.replaces().contains(keyOf(b)) && !b.plugin() ? b.asAlternative(true) : b);
      bundles.add(plugin.bundle());
      config = over(config, plugin.config());
    }
    return new DistributionLock(
        lock.id(), lock.description(), lock.variables(), bundles, lock.listeners(), config);
  }

  /// What stays over versions: `group:artifact`.
  static String keyOf(LockedBundle bundle) {
    return bundle.id().substring(0, bundle.id().lastIndexOf(':'));
  }

  private static Map<String, Object> over(Map<String, Object> base, Map<String, Object> own) {
    Map<String, Object> joined = new LinkedHashMap<>(base);
    own.forEach(
        (key, value) ->
            joined.merge(
                key,
                value,
                (before, after) ->
                    before instanceof Map<?, ?> a && after instanceof Map<?, ?> b
                        ? over(InstalledPlugin.map(a), InstalledPlugin.map(b))
                        : after));
    return joined;
  }
}
