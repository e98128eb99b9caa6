package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.distribution.Assembly;
import dev.atoll.kernel.distribution.Candidate;
import dev.atoll.kernel.distribution.DistributionFile;
import dev.atoll.kernel.launcher.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// A software bill of materials: every jar of a product, with digest, licence and who needs whom.
///
/// Source: CycloneDX 1.6, JSON.
final class Sbom {

  private final List<Map<String, Object>> components = new ArrayList<>();
  private final Map<String, String> references = new TreeMap<>();

  private Sbom() {}

  /// The same text for the same product.
  ///
  /// @param others what is in it beside bundles, such as the launcher's jars
  static String toJson(Assembly assembly, List<Candidate> others, Instant time) throws IOException {
    Sbom sbom = new Sbom();
    for (Candidate bundle : assembly.bundles()) {
      sbom.add(bundle);
      sbom.references.put(bundle.symbolicName(), bundle.id().packageUrl());
    }
    for (Candidate other : others) {
      sbom.add(other);
    }
    return sbom.document(assembly, time);
  }

  private void add(Candidate jar) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", "library");
    component.put("bom-ref", jar.id().packageUrl());
    component.put("group", jar.id().group());
    component.put("name", jar.id().artifact());
    component.put("version", jar.id().version());
    component.put("hashes", List.of(Map.of("alg", "SHA-256", "content", jar.sha256())));
    component.put("licenses", List.of(Map.of("license", licence(jar.licence()))));
    component.put("purl", jar.id().packageUrl());
    components.add(component);
  }

  private static Map<String, Object> licence(String licence) {
    return licence.matches("[A-Za-z0-9.+-]+") && !licence.equals("NOASSERTION")
        ? Map.of("id", licence)
        : Map.of("name", licence);
  }

  private String document(Assembly assembly, Instant time) throws IOException {
    DistributionFile distribution = assembly.distribution();
    String[] id = distribution.id().split(":", -1);
    String url = "pkg:maven/%s/%s@%s".formatted(id[0], id[1], distribution.version());
    Map<String, Object> product = new LinkedHashMap<>();
    product.put("type", "application");
    product.put("bom-ref", url);
    product.put("group", id[0]);
    product.put("name", id[1]);
    product.put("version", distribution.version());
    product.put("description", distribution.description());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("timestamp", time.toString());
    metadata.put("component", product);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bomFormat", "CycloneDX");
    document.put("specVersion", "1.6");
    document.put("version", 1);
    document.put("metadata", metadata);
    document.put("components", components);
    document.put("dependencies", dependencies(url, assembly));
    byte[] content = Json.write(document).getBytes(StandardCharsets.UTF_8);
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("bomFormat", document.remove("bomFormat"));
    named.put("specVersion", document.remove("specVersion"));
    named.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(content));
    named.putAll(document);
    return Json.write(named);
  }

  private List<Map<String, Object>> dependencies(String product, Assembly assembly) {
    Map<String, TreeSet<String>> needs = new TreeMap<>();
    TreeSet<String> ofProduct = new TreeSet<>();
    components.forEach(c -> ofProduct.add(String.valueOf(c.get("bom-ref"))));
    needs.put(product, ofProduct);
    for (Assembly.Link wire : assembly.wires()) {
      String from = references.get(wire.bundle());
      String to = references.get(wire.provider());
      if (from != null && to != null && !from.equals(to)) {
        needs.computeIfAbsent(from, _ -> new TreeSet<>()).add(to);
      }
    }
    List<Map<String, Object>> dependencies = new ArrayList<>();
    needs.forEach(
        (ref, on) -> {
          Map<String, Object> dependency = new LinkedHashMap<>();
          dependency.put("ref", ref);
          dependency.put("dependsOn", List.copyOf(on));
          dependencies.add(dependency);
        });
    return dependencies;
  }
}
