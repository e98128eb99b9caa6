package dev.atoll.kernel.swap;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What swaps have changed of a distribution, kept in the state directory so that the next start
/// begins with it. Immutable.
///
/// @param replaced bundles that run, by the id of the one that the distribution has instead
/// @param settings keys by symbolic name of the bundle whose section gets them
/// @param otherwise what a start begins with if it cannot with this one: the process died while a
///     state decided with whom it works
public record SwapOverlay(
    Map<String, LockedBundle> replaced,
    Map<String, Map<String, Object>> settings,
    Optional<SwapOverlay> otherwise) {

  static final String FILE_NAME = "swaps.json";

  private static final int FORMAT = 1;

  static final SwapOverlay NONE = new SwapOverlay(Map.of(), Map.of(), Optional.empty());

  /// What the state directory says; nothing if nothing was swapped.
  ///
  /// @throws KernelException if the file cannot be read
  public static SwapOverlay read(Path stateDirectory) {
    Path file = stateDirectory.resolve(FILE_NAME);
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    try {
      Map<String, Object> json = Json.read(file);
      if (!Integer.valueOf(FORMAT).equals(json.get("format"))) {
        throw new IOException("format %s, expected %d".formatted(json.get("format"), FORMAT));
      }
      return of(json);
    } catch (IOException | RuntimeException e) {
      throw new KernelException(
          Code.STATE_UNUSABLE,
          "cannot read %s, which says what was swapped: %s".formatted(file, e.getMessage()),
          "restore it, or delete it to start with the bundles of the distribution",
          e);
    }
  }

  private static SwapOverlay of(Map<String, Object> json) {
    Map<String, LockedBundle> replaced = new LinkedHashMap<>();
    map(json.get("replaced")).forEach((id, by) -> replaced.put(id, bundle(map(by))));
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    map(json.get("settings")).forEach((bundle, section) -> settings.put(bundle, map(section)));
    return new SwapOverlay(
        replaced,
        settings,
        json.containsKey("otherwise")
            ? Optional.of(of(map(json.get("otherwise"))))
            : Optional.empty());
  }

  /// This one, or `other` if a start with this one fails.
  SwapOverlay or(SwapOverlay other) {
    return new SwapOverlay(replaced, settings, Optional.of(other));
  }

  /// A node has started with this one: the next one does too, whatever else was possible.
  public void settle(Path stateDirectory) throws IOException {
    SwapOverlay decided = new SwapOverlay(replaced, settings, Optional.empty());
    if (!decided.equals(read(stateDirectory))) {
      decided.write(stateDirectory);
    }
  }

  private static Map<String, Object> map(@org.jspecify.annotations.Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> given) {
      given.forEach((key, content) -> map.put(String.valueOf(key), content));
    }
    return map;
  }

  private static LockedBundle bundle(Map<String, Object> json) {
    return new LockedBundle(
        String.valueOf(json.get("id")),
        String.valueOf(json.get("sha256")),
        json.get("size") instanceof Number size ? size.longValue() : 0,
        false);
  }

  /// The overlay after `old`, which runs, has made room for `successor`.
  SwapOverlay with(
      LockedBundle old, LockedBundle successor, Map<String, Map<String, Object>> more) {
    Map<String, LockedBundle> after = new LinkedHashMap<>(replaced);
    String own =
        replaced.entrySet().stream()
            .filter(entry -> entry.getValue().id().equals(old.id()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(old.id());
    if (successor.id().equals(own)) {
      after.remove(own);
    } else {
      after.put(own, successor.asAlternative(false));
    }
    return new SwapOverlay(after, settings, Optional.empty()).plus(more);
  }

  /// With further settings.
  SwapOverlay plus(Map<String, Map<String, Object>> more) {
    Map<String, Map<String, Object>> merged = new LinkedHashMap<>(settings);
    more.forEach(
        (bundle, section) -> {
          Map<String, Object> all = new LinkedHashMap<>(merged.getOrDefault(bundle, Map.of()));
          all.putAll(section);
          merged.put(bundle, all);
        });
    return new SwapOverlay(replaced, merged, otherwise);
  }

  /// The distribution as it runs.
  ///
  /// @param kept where jars are that the product does not have
  /// @throws KernelException if a bundle that was swapped in is not there any more
  public DistributionLock in(DistributionLock lock, Path kept) {
    List<LockedBundle> bundles = new ArrayList<>(lock.bundles());
    replaced.forEach(
        (own, by) -> {
          bundles.replaceAll(b -> b.id().equals(own) ? b.asAlternative(true) : b);
          Optional<LockedBundle> known =
              bundles.stream()
                  .filter(b -> b.sha256().equals(by.sha256()))
                  .findFirst()
                  .or(() -> bundles.stream().filter(b -> isNewer(b, by)).findFirst());
          if (known.isPresent()) {
            bundles.replaceAll(b -> b.equals(known.get()) ? b.asAlternative(false) : b);
          } else if (Files.isRegularFile(kept.resolve(by.fileName()))) {
            bundles.add(by.asAlternative(false));
          } else {
            throw new KernelException(
                Code.STATE_UNUSABLE,
                "bundle %s was swapped in for %s and is neither in the product nor in %s"
                    .formatted(by.id(), own, kept),
                "start the product that has it, or put its jar back");
          }
        });
    Map<String, Object> config = new LinkedHashMap<>(lock.config());
    settings.forEach(
        (bundle, section) -> {
          Map<String, Object> all = map(config.get(bundle));
          all.putAll(section);
          config.put(bundle, all);
        });
    return new DistributionLock(
        lock.id(), lock.description(), lock.variables(), bundles, lock.listeners(), config);
  }

  /// Whether a later product has the same bundle in another version.
  private static boolean isNewer(LockedBundle bundle, LockedBundle wanted) {
    return bundle.alternative() && withoutVersion(bundle).equals(withoutVersion(wanted));
  }

  private static String withoutVersion(LockedBundle bundle) {
    return bundle.id().substring(0, bundle.id().lastIndexOf(':'));
  }

  /// Makes this what the next start begins with: after the return it survives the death of the
  /// process and of the operating system, and a death before leaves what was there.
  void write(Path stateDirectory) throws IOException {
    Map<String, Object> json = toMap();
    json.put("format", FORMAT);
    Path fresh = stateDirectory.resolve(FILE_NAME + ".new");
    try (FileChannel file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer text = ByteBuffer.wrap(Json.write(json).getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        file.write(text);
      }
      file.force(true);
    }
    Files.move(fresh, stateDirectory.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(stateDirectory, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private Map<String, Object> toMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, Object> bundles = new LinkedHashMap<>();
    replaced.forEach(
        (id, by) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("id", by.id());
          entry.put("sha256", by.sha256());
          entry.put("size", by.size());
          bundles.put(id, entry);
        });
    json.put("replaced", bundles);
    json.put("settings", settings);
    otherwise.ifPresent(other -> json.put("otherwise", other.toMap()));
    return json;
  }
}
