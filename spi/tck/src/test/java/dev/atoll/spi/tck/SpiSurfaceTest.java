package dev.atoll.spi.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.candid.CandidCodec;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.types.Principal;
import dev.atoll.wasm.WasmModule;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every change of what plugins compile against shows up as a diff of one text file, with the
/// version of its package.
///
/// After an intended change copy `spi/tck/target/spi-surface.txt` over
/// `spi/tck/src/test/resources/spi-surface.txt` and raise `@Version` in the `package-info` of the
/// package: minor if only those who implement a type must adapt, or something was added; major if
/// callers must.
final class SpiSurfaceTest {

  private static final Path REVIEWED = Path.of("src/test/resources/spi-surface.txt");

  private static final Path FOUND = Path.of("target/spi-surface.txt");

  /// One class of each bundle of the SPI.
  private static final List<Class<?>> BUNDLES =
      List.of(Principal.class, CandidCodec.class, WasmModule.class, PluginModule.class);

  private static final Pattern EXPORT = Pattern.compile("([\\w.]+);[^,]*?version=\"([^\"]+)\"");

  private static final String PACKAGE = "package ";

  private static final int LINES_SHOWN_MAX = 40;

  @Test
  void theSurfaceIsTheReviewedOne() throws Exception {
    List<String> found = surface();
    Files.write(FOUND, found);

    List<String> differences = differences(Files.readAllLines(REVIEWED), found);

    assertThat(differences)
        .as(
            "what plugins compile against has changed. If that is meant: raise @Version in the"
                + " package-info, minor for what is added or what implementers must do, major for"
                + " what callers must do, and copy spi/tck/%s over spi/tck/%s",
            FOUND, REVIEWED)
        .isEmpty();
  }

  @Test
  void aChangeWithoutAnotherVersionIsNamed() {
    assertThat(
            differences(
                List.of("package a 1.0.0", "  a.X: int x()"),
                List.of("package a 1.0.0", "  a.X: long x()")))
        .containsExactly("package a is still 1.0.0", "-   a.X: int x()", "+   a.X: long x()");
    assertThat(
            differences(
                List.of("package a 1.0.0", "  a.X: int x()"),
                List.of("package a 2.0.0", "  a.X: long x()")))
        .containsExactly(
            "package a was 1.0.0 and is 2.0.0", "-   a.X: int x()", "+   a.X: long x()");
  }

  /// Lines that are in one of the two alone, package by package.
  private static List<String> differences(List<String> reviewed, List<String> found) {
    Map<String, List<String>> before = packages(reviewed);
    Map<String, List<String>> after = packages(found);
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      List<String> old = before.getOrDefault(name, List.of("absent"));
      List<String> now = after.getOrDefault(name, List.of("absent"));
      if (!old.equals(now)) {
        differences.add(
            old.getFirst().equals(now.getFirst())
                ? "package %s is still %s".formatted(name, now.getFirst())
                : "package %s was %s and is %s".formatted(name, old.getFirst(), now.getFirst()));
        old.stream().skip(1).filter(l -> !now.contains(l)).forEach(l -> differences.add("- " + l));
        now.stream().skip(1).filter(l -> !old.contains(l)).forEach(l -> differences.add("+ " + l));
      }
    }
    return differences.size() > LINES_SHOWN_MAX
        ? differences.subList(0, LINES_SHOWN_MAX)
        : differences;
  }

  /// By name: the version, then the lines.
  private static Map<String, List<String>> packages(List<String> lines) {
    Map<String, List<String>> packages = new TreeMap<>();
    List<String> at = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(PACKAGE)) {
        String[] words = line.split(" ", -1);
        at = new ArrayList<>(List.of(words[2]));
        packages.put(words[1], at);
      } else {
        at.add(line);
      }
    }
    return packages;
  }

  private static List<String> surface() throws Exception {
    List<String> surface = new ArrayList<>();
    for (Class<?> one : BUNDLES) {
      Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        addBundle(place, surface);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          addBundle(jar.getPath("/"), surface);
        }
      }
    }
    return surface;
  }

  private static void addBundle(Path root, List<String> surface) throws Exception {
    for (var exported : exports(root).entrySet()) {
      surface.add(PACKAGE + exported.getKey() + " " + exported.getValue());
      TreeSet<String> lines = new TreeSet<>();
      try (Stream<Path> files = Files.list(root.resolve(exported.getKey().replace('.', '/')))) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.endsWith(".class") && !name.equals("package-info.class")) {
            addType(
                Class.forName(
                    exported.getKey() + "." + name.substring(0, name.length() - 6),
                    false,
                    SpiSurfaceTest.class.getClassLoader()),
                lines);
          }
        }
      }
      lines.forEach(line -> surface.add("  " + line));
    }
  }

  private static Map<String, String> exports(Path root) throws IOException {
    Path file = root.resolve("META-INF").resolve("MANIFEST.MF");
    try (var in = Files.newInputStream(file)) {
      Matcher export =
          EXPORT.matcher(new Manifest(in).getMainAttributes().getValue("Export-Package"));
      Map<String, String> exports = new TreeMap<>();
      while (export.find()) {
        exports.put(export.group(1), export.group(2));
      }
      assertThat(exports).as("packages that %s exports", file).isNotEmpty();
      return exports;
    }
  }

  private static void addType(Class<?> type, Set<String> lines) {
    if (!isVisible(type)) {
      return;
    }
    lines.add(type.getName() + ": " + type.toGenericString());
    Stream.of(type.getInterfaces())
        .forEach(above -> lines.add(type.getName() + ": is a " + above.getName()));
    if (type.isSealed()) {
      Stream.of(type.getPermittedSubclasses())
          .forEach(below -> lines.add(type.getName() + ": permits " + below.getName()));
    }
    Stream.of(
            Stream.of(type.getDeclaredConstructors())
                .filter(SpiSurfaceTest::isVisible)
                .map(Constructor::toGenericString),
            Stream.of(type.getDeclaredMethods())
                .filter(SpiSurfaceTest::isVisible)
                .map(Method::toGenericString),
            Stream.of(type.getDeclaredFields())
                .filter(SpiSurfaceTest::isVisible)
                .map(Field::toGenericString))
        .flatMap(members -> members)
        .forEach(member -> lines.add(type.getName() + ": " + member));
  }

  private static boolean isVisible(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
      if (at.isAnonymousClass() || at.isLocalClass() || !isVisible(at.getModifiers())) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(Member member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
