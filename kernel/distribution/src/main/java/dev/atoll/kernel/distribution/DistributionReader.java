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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
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
    Coordinates id = YamlKeys.guarded(parent, text, (t, _) -> Coordinates.parse(t));
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
        YamlKeys.text(keys, "version", NO_VERSION),
        YamlKeys.text(keys, "description", ""),
        YamlKeys.map(keys, "variables"),
        listeners(keys),
        YamlKeys.entries(keys, "bundles", BundlePattern::parse, BundlePattern::key),
        requires(keys),
        YamlKeys.entries(keys, "exclude", Exclusion::new, Exclusion::text),
        YamlKeys.entries(keys, "alternatives", BundlePattern::parse, BundlePattern::key),
        YamlKeys.sections(keys),
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

  private static List<Listener> listeners(Map<String, YamlNode> keys) {
    List<Listener> listeners = new ArrayList<>();
    for (YamlNode node : YamlKeys.list(keys, "listeners")) {
      Map<String, YamlNode> listener = node.map("a listener", LISTENER_KEYS);
      listeners.add(
          new Listener(
              YamlKeys.required(node, listener, "a listener", "name").text("name"),
              YamlKeys.required(node, listener, "a listener", "host").text("host"),
              YamlKeys.required(node, listener, "a listener", "port").plain()));
    }
    return listeners;
  }

  private static List<Need> requires(Map<String, YamlNode> keys) {
    List<Need> needs = new ArrayList<>();
    for (YamlNode node : YamlKeys.list(keys, "requires")) {
      if (node.value() instanceof Map<?, ?>) {
        node.map("an entry of requires")
            .forEach(
                (kind, provider) ->
                    needs.add(
                        YamlKeys.guarded(
                            provider,
                            provider.text(kind),
                            (text, place) -> Need.ofKind(kind, text, place))));
      } else {
        needs.add(YamlKeys.guarded(node, node.text("an entry of requires"), Need::parse));
      }
    }
    return needs;
  }

  private static List<Subnet> subnets(Map<String, YamlNode> keys) {
    List<Subnet> subnets = new ArrayList<>();
    for (YamlNode node : YamlKeys.list(keys, "subnets")) {
      Map<String, YamlNode> subnet = node.map("a subnet", SUBNET_KEYS);
      if (!subnets.isEmpty()) {
        throw node.error(
            "there are several subnets, a node takes part in one for now", "keep one of them");
      }
      subnets.add(
          new Subnet(
              YamlKeys.required(node, subnet, "a subnet", "name").text("name"),
              YamlKeys.sections(subnet)));
    }
    return subnets;
  }
}
