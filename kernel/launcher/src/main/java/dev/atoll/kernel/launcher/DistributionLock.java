package dev.atoll.kernel.launcher;

import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A locked distribution: exactly these bundles, listeners and settings.
///
/// The file is a valid Feature JSON document whose bundles carry digest and size; listeners are an
/// extension. Values may hold `${variable}`; [#with] puts them in.
///
/// Source: OSGi Compendium 8.1, chapter 159 "Feature Service".
///
/// @param id Maven coordinates `group:artifact:version` of the distribution
/// @param variables default values: texts, whole numbers or booleans
/// @param config sections by symbolic name of the bundle
public record DistributionLock(
    String id,
    String description,
    Map<String, Object> variables,
    List<LockedBundle> bundles,
    List<Listener> listeners,
    Map<String, Object> config) {

  public static final String FILE_NAME = "distribution.lock.json";

  private static final String EXTENSION = "atoll-listeners";

  /// The extension is an object with this key: readers of others expect no array.
  private static final String LISTENERS = "listeners";

  private static final String ALTERNATIVE = "atoll-alternative";

  /// @param id Maven coordinates `group:artifact:version`
  /// @param sha256 lower-case hexadecimal
  /// @param alternative whether it is there to be started in place of another, and not by itself
  /// @param plugin whether it was installed into the product, which starts without it if need be
  public record LockedBundle(
      String id, String sha256, long size, boolean alternative, boolean plugin) {

    /// One that the product was built with.
    public LockedBundle(String id, String sha256, long size, boolean alternative) {
      this(id, sha256, size, alternative, false);
    }

    public LockedBundle asAlternative(boolean isOne) {
      return new LockedBundle(id, sha256, size, isOne, plugin);
    }

    /// The folder of a product that has it.
    public Path folder(Path product) {
      return product.resolve(plugin ? "plugins" : "bundles");
    }

    /// Its name in its [#folder].
    public String fileName() {
      String[] parts = id.split(":", -1);
      return parts[1] + "-" + parts[parts.length - 1] + ".jar";
    }
  }

  /// A socket that the kernel listens on.
  ///
  /// @param name what gateways import it by, and the scheme of its URL
  /// @param port a number, or a variable until [DistributionLock#with]
  public record Listener(String name, String host, Object port) {}

  /// The short name, such as `dev` for `dev.atoll:atoll-dev:0.1.0`.
  public String name() {
    String artifact = id.split(":", -1)[1];
    return artifact.startsWith("atoll-") ? artifact.substring("atoll-".length()) : artifact;
  }

  /// What stays over versions: `group:artifact`. State belongs to it.
  public String family() {
    return id.substring(0, id.lastIndexOf(':'));
  }

  public String version() {
    String[] parts = id.split(":", -1);
    return parts[parts.length - 1];
  }

  /// The bundles that a node starts: all but alternatives.
  public List<LockedBundle> started() {
    return bundles.stream().filter(bundle -> !bundle.alternative()).toList();
  }

  /// @throws KernelException if the file is absent or not a locked distribution
  public static DistributionLock read(Path file) {
    try {
      return parse(Json.read(file));
    } catch (IOException | ClassCastException | NullPointerException e) {
      throw new KernelException(
          Code.PRODUCT_DAMAGED,
          "cannot read the locked distribution %s: %s".formatted(file, e.getMessage()),
          "unpack the product again, or build it with: ./atoll --rebuild version",
          e);
    }
  }

  private static DistributionLock parse(Map<String, Object> json) {
    List<LockedBundle> bundles = new ArrayList<>();
    for (Object entry : (List<?>) require(json, "bundles")) {
      Map<String, Object> bundle = Json.object(entry);
      bundles.add(
          new LockedBundle(
              (String) require(bundle, "id"),
              (String) require(bundle, "sha256"),
              ((Number) require(bundle, "size")).longValue(),
              Boolean.TRUE.equals(bundle.get(ALTERNATIVE))));
    }
    List<Listener> listeners = new ArrayList<>();
    Map<String, Object> extensions = Json.object(require(json, "extensions"));
    Map<String, Object> own =
        Json.object(require(Json.object(require(extensions, EXTENSION)), "json"));
    for (Object entry : (List<?>) require(own, LISTENERS)) {
      Map<String, Object> listener = Json.object(entry);
      listeners.add(
          new Listener(
              (String) require(listener, "name"),
              (String) require(listener, "host"),
              require(listener, "port")));
    }
    return new DistributionLock(
        (String) require(json, "id"),
        (String) json.getOrDefault("description", ""),
        Json.object(json.getOrDefault("variables", Map.of())),
        List.copyOf(bundles),
        List.copyOf(listeners),
        Json.object(json.getOrDefault("configurations", Map.of())));
  }

  private static Object require(Map<String, Object> json, String key) {
    @Nullable Object value = json.get(key);
    if (value == null) {
      throw new ClassCastException("\"" + key + "\" is missing");
    }
    return value;
  }

  /// Feature JSON.
  public String toJson() {
    return Json.write(toMap());
  }

  /// Feature JSON before it is text; whoever writes the lock may add to it.
  public Map<String, Object> toMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("feature-resource-version", "1.0");
    json.put("id", id);
    json.put("description", description);
    json.put("complete", true);
    json.put("variables", variables);
    json.put(
        "bundles",
        bundles.stream()
            .map(
                b -> {
                  Map<String, Object> bundle = new LinkedHashMap<>();
                  bundle.put("id", b.id());
                  bundle.put("sha256", b.sha256());
                  bundle.put("size", b.size());
                  if (b.alternative()) {
                    bundle.put(ALTERNATIVE, true);
                  }
                  return bundle;
                })
            .toList());
    json.put("configurations", config);
    Map<String, Object> extension = new LinkedHashMap<>();
    extension.put("kind", "mandatory");
    extension.put("type", "json");
    extension.put(
        "json",
        Map.of(
            LISTENERS,
            listeners.stream()
                .map(
                    l -> {
                      Map<String, Object> listener = new LinkedHashMap<>();
                      listener.put("name", l.name());
                      listener.put("host", l.host());
                      listener.put("port", l.port());
                      return listener;
                    })
                .toList()));
    Map<String, Object> extensions = new LinkedHashMap<>();
    extensions.put(EXTENSION, extension);
    json.put("extensions", extensions);
    return json;
  }

  /// Puts the variables in, `overrides` before the defaults.
  ///
  /// @throws KernelException for an unknown variable or a value of another type
  public DistributionLock with(Map<String, String> overrides) {
    Variables values = Variables.of(variables, overrides);
    return new DistributionLock(
        id,
        description,
        values.all(),
        bundles,
        listeners.stream()
            .map(
                l ->
                    new Listener(
                        l.name(), String.valueOf(values.in(l.host())), values.in(l.port())))
            .toList(),
        Json.object(values.in(config)));
  }
}
