package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/// An engine to execute canisters with: a bundle of the distribution and what its section says.
///
/// @param text as typed, such as `execution-chicory:mode=interpreted`; empty for what the
///     distribution says
record EngineChoice(String text) {

  private static final String ENGINE = "dev.atoll.spi.execution.WasmEngine";

  /// A locked bundle that promises an engine.
  private record EngineBundle(LockedBundle locked, String symbolicName) {

    boolean isCalled(String name) {
      return symbolicName.equals(name) || symbolicName.equals("atoll-" + name);
    }
  }

  /// `lock` with this engine alone.
  ///
  /// @param files where the jar of a bundle is
  /// @throws KernelException if there is no such engine, or the settings are not settings
  DistributionLock in(DistributionLock lock, Function<LockedBundle, Path> files) {
    if (text.isEmpty()) {
      return lock;
    }
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    List<EngineBundle> engines = enginesOf(lock, files);
    EngineBundle chosen =
        engines.stream()
            .filter(engine -> engine.isCalled(name))
            .findFirst()
            .orElseThrow(() -> unknown(name, engines));
    Map<String, Object> config = new LinkedHashMap<>(lock.config());
    engines.stream().filter(e -> !e.equals(chosen)).forEach(e -> config.remove(e.symbolicName()));
    Map<String, Object> section = new LinkedHashMap<>();
    if (config.get(chosen.symbolicName()) instanceof Map<?, ?> already) {
      already.forEach((key, value) -> section.put(String.valueOf(key), value));
    }
    section.putAll(settings(colon < 0 ? "" : text.substring(colon + 1)));
    config.put(chosen.symbolicName(), section);
    List<LockedBundle> locked = engines.stream().map(EngineBundle::locked).toList();
    return new DistributionLock(
        lock.id(),
        lock.description(),
        lock.variables(),
        lock.bundles().stream()
            .map(
                bundle ->
                    locked.contains(bundle)
                        ? bundle.asAlternative(!bundle.equals(chosen.locked()))
                        : bundle)
            .toList(),
        lock.listeners(),
        config);
  }

  private static KernelException unknown(String name, List<EngineBundle> engines) {
    List<String> known = engines.stream().map(EngineBundle::symbolicName).toList();
    return new KernelException(
        Code.CONFIG,
        "%s is no engine of the distribution, which has: %s"
            .formatted(name, String.join(", ", known)),
        "give one of these with --engine NAME");
  }

  private static List<EngineBundle> enginesOf(
      DistributionLock lock, Function<LockedBundle, Path> files) {
    return lock.bundles().stream()
        .map(bundle -> engine(bundle, files.apply(bundle)))
        .filter(engine -> engine != null)
        .toList();
  }

  private static @Nullable EngineBundle engine(LockedBundle bundle, Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      @Nullable String promises = manifest.getValue("Provide-Capability");
      if (promises == null || !promises.contains('"' + ENGINE + '"')) {
        return null;
      }
      return new EngineBundle(bundle, manifest.getValue("Bundle-SymbolicName").split(";", 2)[0]);
    } catch (IOException e) {
      throw new KernelException(
          Code.PRODUCT_DAMAGED,
          "cannot read bundle %s: %s".formatted(bundle.id(), e.getMessage()),
          "unpack the product again, or build it again",
          e);
    }
  }

  private Map<String, Object> settings(String typed) {
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String setting : typed.isEmpty() ? new String[0] : typed.split(",", -1)) {
      int equals = setting.indexOf('=');
      if (equals <= 0) {
        throw new KernelException(
            Code.CONFIG,
            "setting \"%s\" of engine %s is not KEY=VALUE".formatted(setting, text),
            "give it as --engine NAME:KEY=VALUE,KEY=VALUE");
      }
      settings.put(setting.substring(0, equals), value(setting.substring(equals + 1)));
    }
    return settings;
  }

  /// As YAML would read it.
  private static Object value(String typed) {
    if (typed.equals("true") || typed.equals("false")) {
      return Boolean.valueOf(typed);
    }
    return typed.matches("-?\\d{1,18}") ? (Object) Long.valueOf(typed) : typed;
  }

  @Override
  public String toString() {
    return text.isEmpty() ? "the engine of the distribution" : text;
  }
}
