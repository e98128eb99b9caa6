package dev.atoll.kernel.distribution;

import dev.atoll.kernel.distribution.DistributionFile.Exclusion;
import dev.atoll.kernel.distribution.DistributionFile.Subnet;
import dev.atoll.kernel.launcher.DistributionLock.Listener;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads `distribution.yaml` and the distributions that it extends.
public final class DistributionReader {

  /// What a distribution has that states no version.
  private static final String NO_VERSION = "0.0.0";

  private static final Set<String> KEYS =
      Set.of(
          "id",
          "version",
          "description",
          "extends",
          "variables",
          "listeners",
          "bundles",
          "requires",
          "exclude",
          "alternatives",
          "config",
          "subnets");

  private static final Set<String> LISTENER_KEYS = Set.of("name", "host", "port");

  private static final Set<String> SUBNET_KEYS = Set.of("name", "config");

  private final Repositories repositories;

  public DistributionReader(Repositories repositories) {
    this.repositories = repositories;
  }

  /// @throws KernelException if the file, or one that it extends, is not a distribution; the
  ///     message has file and line
  public DistributionFile read(Path file) throws IOException {
    return read(file, new LinkedHashSet<>());
  }

  private DistributionFile read(Path file, SequencedSet<Path> chain) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new KernelException(
          Code.CONFIG, "there is no file %s".formatted(file), "write one with: atoll dist new");
    }
    Path real = file.toRealPath();
    YamlNode root = YamlNode.read(file);
    chain.add(real);
    Map<String, YamlNode> keys = root.map("the distribution", KEYS);
    DistributionFile own = own(file, root, keys);
    @Nullable YamlNode parent = keys.get("extends");
    if (parent == null) {
      chain.remove(real);
      return own;
    }
    Path parentFile = parentFile(file, parent);
    if (chain.contains(parentFile.toRealPath())) {
      List<String> names = new ArrayList<>(chain.stream().map(Path::toString).toList());
      names.add(parentFile.toRealPath().toString());
      throw parent.error(
          "extends goes in a circle: " + String.join(" -> ", names),
          "remove extends from one of these files");
    }
    DistributionFile joined = own.over(read(parentFile, chain));
    chain.remove(real);
    return joined;
  }

  /// A path with `/` or `.yaml` is relative to the file, `group:artifact:version` is looked up.
  private Path parentFile(Path file, YamlNode parent) {
    String text = parent.text("extends");
    if (text.endsWith(".yaml") || text.endsWith(".yml")) {
      Path path = file.toAbsolutePath().resolveSibling(text).normalize();
      if (!Files.isRegularFile(path)) {
        throw parent.error("extends %s: there is no file %s".formatted(text, path), "correct it");
      }
      return path;
    }
    Coordinates id = guarded(parent, text, (t, _) -> Coordinates.parse(t));
    return repositories
        .distribution(id)
        .orElseThrow(
            () ->
                parent.error(
                    "extends %s: no repository has this distribution".formatted(id),
                    "give the path of its distribution.yaml, or the folder of the product with"
                        + " --repository DIR"));
  }

  private static DistributionFile own(Path file, YamlNode root, Map<String, YamlNode> keys) {
    return new DistributionFile(
        file,
        id(root, keys),
        text(keys, "version", NO_VERSION),
        text(keys, "description", ""),
        map(keys, "variables"),
        listeners(keys),
        entries(keys, "bundles", BundlePattern::parse, BundlePattern::key),
        requires(keys),
        entries(keys, "exclude", Exclusion::new, Exclusion::text),
        entries(keys, "alternatives", BundlePattern::parse, BundlePattern::key),
        sections(keys),
        subnets(keys));
  }

  private static String id(YamlNode root, Map<String, YamlNode> keys) {
    @Nullable YamlNode id = keys.get("id");
    if (id == null) {
      throw root.error("key id is missing", "add a line such as: id: com.example:my-node");
    }
    String text = id.text("id");
    if (!text.matches("[\\w.-]+:[\\w.-]+")) {
      throw id.error(
          "id is %s, expected group:artifact".formatted(text),
          "write a line such as: id: com.example:my-node");
    }
    return text;
  }

  private static String text(Map<String, YamlNode> keys, String key, String otherwise) {
    @Nullable YamlNode node = keys.get(key);
    return node == null ? otherwise : node.text(key);
  }

  private static YamlNode required(
      YamlNode owner, Map<String, YamlNode> keys, String what, String key) {
    @Nullable YamlNode node = keys.get(key);
    if (node == null) {
      throw owner.error("%s has no %s".formatted(what, key), "add " + key);
    }
    return node;
  }

  private static Map<String, Object> map(Map<String, YamlNode> keys, String key) {
    Map<String, Object> map = new LinkedHashMap<>();
    @Nullable YamlNode node = keys.get(key);
    if (node != null && node.value() != null) {
      node.map(key).forEach((name, value) -> map.put(name, value.plain()));
    }
    return map;
  }

  /// Sections are maps; a section without settings may be empty.
  private static Map<String, Object> sections(Map<String, YamlNode> keys) {
    Map<String, Object> sections = new LinkedHashMap<>();
    @Nullable YamlNode config = keys.get("config");
    if (config != null && config.value() != null) {
      config
          .map("config")
          .forEach(
              (name, section) ->
                  sections.put(
                      name,
                      section.value() == null
                          ? Map.of()
                          : new YamlNode(
                                  section.file(), section.line(), section.map("config." + name))
                              .plain()));
    }
    return sections;
  }

  private static List<YamlNode> list(Map<String, YamlNode> keys, String key) {
    @Nullable YamlNode node = keys.get(key);
    return node == null || node.value() == null ? List.of() : node.list(key);
  }

  private static List<Listener> listeners(Map<String, YamlNode> keys) {
    List<Listener> listeners = new ArrayList<>();
    for (YamlNode node : list(keys, "listeners")) {
      Map<String, YamlNode> listener = node.map("a listener", LISTENER_KEYS);
      listeners.add(
          new Listener(
              required(node, listener, "a listener", "name").text("name"),
              required(node, listener, "a listener", "host").text("host"),
              required(node, listener, "a listener", "port").plain()));
    }
    return listeners;
  }

  private static <T> List<T> entries(
      Map<String, YamlNode> keys,
      String key,
      BiFunction<String, String, T> parse,
      java.util.function.Function<T, String> identity) {
    SequencedMap<String, T> entries = new LinkedHashMap<>();
    for (YamlNode node : list(keys, key)) {
      T entry = guarded(node, node.text("an entry of " + key), parse);
      if (entries.putIfAbsent(identity.apply(entry), entry) != null) {
        throw node.error(
            "%s is there twice in %s".formatted(identity.apply(entry), key),
            "remove one of the two");
      }
    }
    return List.copyOf(entries.values());
  }

  private static List<Need> requires(Map<String, YamlNode> keys) {
    List<Need> needs = new ArrayList<>();
    for (YamlNode node : list(keys, "requires")) {
      if (node.value() instanceof Map<?, ?>) {
        node.map("an entry of requires")
            .forEach(
                (kind, provider) ->
                    needs.add(
                        guarded(
                            provider,
                            provider.text(kind),
                            (text, place) -> Need.ofKind(kind, text, place))));
      } else {
        needs.add(guarded(node, node.text("an entry of requires"), Need::parse));
      }
    }
    return needs;
  }

  private static List<Subnet> subnets(Map<String, YamlNode> keys) {
    List<Subnet> subnets = new ArrayList<>();
    for (YamlNode node : list(keys, "subnets")) {
      Map<String, YamlNode> subnet = node.map("a subnet", SUBNET_KEYS);
      if (!subnets.isEmpty()) {
        throw node.error(
            "there are several subnets, a node takes part in one for now", "keep one of them");
      }
      subnets.add(
          new Subnet(required(node, subnet, "a subnet", "name").text("name"), sections(subnet)));
    }
    return subnets;
  }

  /// Adds file and line to what is wrong with a text.
  private static <T> T guarded(YamlNode node, String text, BiFunction<String, String, T> parse) {
    try {
      return parse.apply(text, node.place());
    } catch (IllegalArgumentException e) {
      throw node.error(String.valueOf(e.getMessage()), "see docs/distributions.md");
    }
  }
}
