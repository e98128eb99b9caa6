package dev.atoll.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The versions that plugin authors import are those that this build uses.
final class BomTest {

  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("atoll.root"), "Maven sets atoll.root"));

  private static final Pattern MANAGED =
      Pattern.compile(
          "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*"
              + "<version>([^<]+)</version>");

  private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+)>([^<>]+)</\\1>");

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>atoll(?:-bom)?</artifactId>\\s*<version>([^<]+)</version>");

  @Test
  void theBomHasTheVersionsOfTheBuild() throws IOException {
    Map<String, String> ofBuild = managed("pom.xml");

    Map<String, String> ofBom = managed("bom/pom.xml");

    assertThat(ofBom).isNotEmpty().containsKeys("dev.atoll:atoll-api", "dev.atoll:atoll-tck");
    ofBom.forEach((name, version) -> assertThat(ofBuild).containsEntry(name, version));
  }

  private static Map<String, String> managed(String pom) throws IOException {
    String text = Files.readString(ROOT.resolve(pom));
    Map<String, String> properties = new TreeMap<>();
    Matcher own = VERSION.matcher(text);
    assertThat(own.find()).isTrue();
    properties.put("project.version", own.group(1));
    Matcher property = PROPERTY.matcher(text);
    while (property.find()) {
      properties.putIfAbsent(property.group(1), property.group(2));
    }
    Map<String, String> managed = new TreeMap<>();
    Matcher entry = MANAGED.matcher(text);
    while (entry.find()) {
      String version = entry.group(3);
      managed.put(
          entry.group(1) + ":" + entry.group(2),
          version.startsWith("${")
              ? properties.getOrDefault(version.substring(2, version.length() - 1), version)
              : version);
    }
    return managed;
  }
}
