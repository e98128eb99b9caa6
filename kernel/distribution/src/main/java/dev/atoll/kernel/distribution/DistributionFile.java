package dev.atoll.kernel.distribution;

import dev.atoll.kernel.launcher.DistributionLock.Listener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A distribution as a person writes it, with what it inherits: see `docs/distributions.md`.
///
/// @param file where it was read from
/// @param id Maven coordinates `group:artifact`
/// @param version of the distribution
/// @param bundles named ones, in the order in which they are installed
/// @param requires capabilities, for which bundles are looked for
/// @param excludes bundles that are not to be taken
/// @param alternatives bundles that are in the product to be started in place of others
/// @param config sections by symbolic name of the bundle
/// @param subnets what the node takes part in
public record DistributionFile(
    Path file,
    String id,
    String version,
    String description,
    Map<String, Object> variables,
    List<Listener> listeners,
    List<BundlePattern> bundles,
    List<Need> requires,
    List<Exclusion> excludes,
    List<BundlePattern> alternatives,
    Map<String, Object> config,
    List<Subnet> subnets) {

  public static final String FILE_NAME = "distribution.yaml";

  /// A bundle that is not wanted.
  ///
  /// @param text `group:artifact[:version]` or a symbolic name
  /// @param place where it is written
  public record Exclusion(String text, String place) {

    boolean matches(Candidate candidate) {
      return text.contains(":")
          ? BundlePattern.parse(text, place).matches(candidate.id(), candidate.version())
          : candidate.symbolicName().equals(text);
    }

    boolean matches(BundlePattern bundle) {
      return text.equals(bundle.key()) || text.equals(bundle.toString());
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// A subnet that the node takes part in.
  ///
  /// @param config sections that hold for it, over those of the distribution
  public record Subnet(String name, Map<String, Object> config) {}

  /// One that has exactly these bundles, for asking whether they fit each other.
  ///
  /// @param place what messages call it
  public static DistributionFile of(String place, List<Coordinates> bundles) {
    return new DistributionFile(
        Path.of(place),
        "local:" + place,
        "0",
        "",
        Map.of(),
        List.of(),
        bundles.stream()
            .map(
                id ->
                    new BundlePattern(
                        id.group(), id.artifact(), id.classifier(), id.version(), place))
            .toList(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }

  public DistributionFile withVersion(String other) {
    return new DistributionFile(
        file,
        id,
        other,
        description,
        variables,
        listeners,
        bundles,
        requires,
        excludes,
        alternatives,
        config,
        subnets);
  }

  DistributionFile with(List<BundlePattern> otherBundles, List<BundlePattern> otherAlternatives) {
    return new DistributionFile(
        file,
        id,
        version,
        description,
        variables,
        listeners,
        otherBundles,
        requires,
        excludes,
        otherAlternatives,
        config,
        subnets);
  }

  DistributionFile withExcludes(List<Exclusion> others) {
    return new DistributionFile(
        file,
        id,
        version,
        description,
        variables,
        listeners,
        bundles,
        requires,
        others,
        alternatives,
        config,
        subnets);
  }

  DistributionFile withRequires(List<Need> others) {
    return new DistributionFile(
        file,
        id,
        version,
        description,
        variables,
        listeners,
        bundles,
        others,
        excludes,
        alternatives,
        config,
        subnets);
  }

  /// Short for messages: `distribution.yaml`.
  String name() {
    return String.valueOf(file.getFileName());
  }

  /// The settings of the node: those of the distribution, and over them those of its subnet.
  public Map<String, Object> effectiveConfig() {
    Map<String, Object> effective = config;
    for (Subnet subnet : subnets) {
      effective = over(effective, subnet.config());
    }
    return effective;
  }

  /// This over a distribution that it extends: lists follow those that are inherited, of what has a
  /// name the own one counts, and what is excluded here is not inherited.
  DistributionFile over(DistributionFile parent) {
    SequencedMap<String, BundlePattern> all = new LinkedHashMap<>();
    parent.bundles.stream()
        .filter(b -> excludes.stream().noneMatch(e -> e.matches(b)))
        .forEach(b -> all.put(b.key(), b));
    bundles.forEach(b -> all.put(b.key(), b));
    SequencedMap<String, BundlePattern> others = new LinkedHashMap<>();
    parent.alternatives.stream()
        .filter(b -> excludes.stream().noneMatch(e -> e.matches(b)))
        .filter(b -> bundles.stream().noneMatch(own -> own.key().equals(b.key())))
        .forEach(b -> others.put(b.key(), b));
    alternatives.forEach(
        b -> {
          others.put(b.key(), b);
          all.remove(b.key());
        });
    SequencedMap<String, Need> needs = new LinkedHashMap<>();
    parent.requires.forEach(n -> needs.put(n.key(), n));
    requires.forEach(n -> needs.put(n.key(), n));
    SequencedMap<String, Listener> sockets = new LinkedHashMap<>();
    parent.listeners.forEach(l -> sockets.put(l.name(), l));
    listeners.forEach(l -> sockets.put(l.name(), l));
    List<Exclusion> exclusions = new ArrayList<>(parent.excludes);
    exclusions.removeIf(e -> bundles.stream().anyMatch(e::matches));
    exclusions.addAll(excludes);
    SequencedMap<String, Subnet> nets = new LinkedHashMap<>();
    parent.subnets.forEach(s -> nets.put(s.name(), s));
    subnets.forEach(s -> nets.put(s.name(), s));
    return new DistributionFile(
        file,
        id,
        version,
        description.isEmpty() ? parent.description : description,
        over(parent.variables, variables),
        List.copyOf(sockets.values()),
        List.copyOf(all.values()),
        List.copyOf(needs.values()),
        List.copyOf(exclusions),
        List.copyOf(others.values()),
        over(parent.config, config),
        List.copyOf(nets.values()));
  }

  /// `own` over `inherited`: maps are joined key by key, all else is replaced.
  private static Map<String, Object> over(Map<String, Object> inherited, Map<String, Object> own) {
    Map<String, Object> joined = new LinkedHashMap<>(inherited);
    own.forEach(
        (key, value) ->
            joined.merge(
                key,
                value,
                (before, after) ->
                    before instanceof Map<?, ?> a && after instanceof Map<?, ?> b
                        ? over(texts(a), texts(b))
                        : after));
    return joined;
  }

  private static Map<String, Object> texts(Map<?, ?> map) {
    Map<String, Object> texts = new LinkedHashMap<>();
    map.forEach((key, value) -> texts.put(String.valueOf(key), value));
    return texts;
  }
}
