package dev.atoll.kernel.plugin;

import dev.atoll.kernel.distribution.Candidate;
import dev.atoll.kernel.distribution.Need;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Manifests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.stream.Stream;

/// What a bundle says of itself as a plugin.
///
/// @param bundle with its coordinates
/// @param provides the types of its services, in the order of the manifest
/// @param spi the ranges of the packages of Atoll that it imports
/// @param requires services that it needs one of, or any number of
public record PluginJar(
    Candidate bundle,
    String description,
    List<String> provides,
    Map<String, String> spi,
    List<Requirement> requires) {

  private static final String SERVICE = "osgi.service";

  private static final String OWN = "dev.atoll.";

  /// A service that a bundle asks for.
  ///
  /// @param multiple whether it works with any number of them
  public record Requirement(String type, boolean multiple) {}

  /// @throws KernelException if the file is no bundle that can be a plugin; it says why
  public static PluginJar read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw refused("there is no file " + file, "give the path of a jar");
    }
    Attributes main =
        Manifests.of(file)
            .filter(attributes -> attributes.getValue("Bundle-SymbolicName") != null)
            .orElseThrow(
                () ->
                    refused(
                        "%s is no bundle: it has no Bundle-SymbolicName".formatted(file),
                        "build it with bnd, as projects of atoll plugin new do"));
    PluginJar jar = of(file, main);
    String name = jar.bundle.toString();
    if (main.getValue("Fragment-Host") != null) {
      throw refused(
          "%s is a fragment: it would become part of %s"
              .formatted(name, main.getValue("Fragment-Host")),
          "only bundles of their own can be plugins");
    }
    if (main.getValue("Guice-Module") == null) {
      throw refused(
          "%s has no Guice module: nothing would start it".formatted(name),
          "annotate a PluginModule with @NodeBundle, as projects of atoll plugin new do");
    }
    ManifestClause.parse(main.getValue("Export-Package")).stream()
        .map(ManifestClause::name)
        .filter(exported -> exported.startsWith(OWN))
        .findFirst()
        .ifPresent(
            exported -> {
              throw refused(
                  "%s exports %s, which only bundles of Atoll may".formatted(name, exported),
                  "keep the SPI out of the jar: scope provided in the pom");
            });
    return jar;
  }

  /// Without asking whether it can be a plugin.
  static PluginJar of(Path file) {
    return of(file, Manifests.of(file).orElseGet(Attributes::new));
  }

  private static PluginJar of(Path file, Attributes main) {
    List<String> provides =
        ManifestClause.parse(main.getValue("Provide-Capability")).stream()
            .filter(clause -> clause.name().equals(SERVICE))
            .flatMap(
                clause ->
                    Arrays.stream(
                        clause.attributes().getOrDefault("objectClass", "").split(",", -1)))
            .map(String::strip)
            .filter(type -> !type.isEmpty())
            .distinct()
            .toList();
    Map<String, String> spi = new TreeMap<>();
    ManifestClause.parse(main.getValue("Import-Package")).stream()
        .filter(clause -> clause.name().startsWith(OWN))
        .forEach(
            clause -> spi.put(clause.name(), clause.attributes().getOrDefault("version", "0")));
    List<Requirement> requires =
        ManifestClause.parse(main.getValue("Require-Capability")).stream()
            .filter(clause -> clause.name().equals(SERVICE))
            .flatMap(PluginJar::requirement)
            .toList();
    return new PluginJar(
        Repositories.describe(file),
        Optional.ofNullable(main.getValue("Bundle-Description")).orElse(""),
        provides,
        spi,
        requires);
  }

  private static Stream<Requirement> requirement(ManifestClause clause) {
    String filter = clause.directives().getOrDefault("filter", "");
    int at = filter.indexOf("(objectClass=");
    if (at < 0) {
      return Stream.of();
    }
    int from = at + "(objectClass=".length();
    return Stream.of(
        new Requirement(
            filter.substring(from, filter.indexOf(')', from)),
            "multiple".equals(clause.directives().get("cardinality"))));
  }

  /// The ports that it implements, such as `storage`; the types of others as they are.
  public List<String> kinds() {
    return provides.stream().map(Need::kindOf).toList();
  }

  private static KernelException refused(String message, String fix) {
    return new KernelException(Code.PLUGIN_REFUSED, message, fix);
  }
}
