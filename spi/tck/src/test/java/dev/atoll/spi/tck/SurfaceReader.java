package dev.atoll.spi.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads what the exported packages of bundles show, from their classes.
final class SurfaceReader {

  private static final Pattern EXPORT = Pattern.compile("([\\w.]+);[^,]*?version=\"([^\"]+)\"");

  private static final Map<String, String> ROLES =
      Map.of(
          "Lorg/osgi/annotation/versioning/ConsumerType;", "for plugins to implement",
          "Lorg/osgi/annotation/versioning/ProviderType;", "for Atoll to implement");

  private SurfaceReader() {}

  /// The packages by name.
  ///
  /// @param bundles one class of each
  static Map<String, PackageSurface> read(List<Class<?>> bundles) throws Exception {
    Map<String, PackageSurface> packages = new TreeMap<>();
    for (Class<?> one : bundles) {
      Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        addBundle(place, packages);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
          addBundle(jar.getPath("/"), packages);
        }
      }
    }
    return packages;
  }

  private static void addBundle(Path root, Map<String, PackageSurface> packages) throws Exception {
    for (var exported : exports(root).entrySet()) {
      TreeSet<String> lines = new TreeSet<>();
      try (Stream<Path> files = Files.list(root.resolve(exported.getKey().replace('.', '/')))) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (name.endsWith(".class") && !name.equals("package-info.class")) {
            addType(
                Class.forName(
                    exported.getKey() + "." + name.substring(0, name.length() - 6),
                    false,
                    SurfaceReader.class.getClassLoader()),
                Files.readAllBytes(file),
                lines);
          }
        }
      }
      packages.put(
          exported.getKey(), new PackageSurface(exported.getKey(), exported.getValue(), lines));
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

  private static void addType(Class<?> type, byte[] code, Set<String> lines) {
    if (!isVisible(type)) {
      return;
    }
    lines.add(type.getName() + ": " + type.toGenericString());
    roles(code).forEach(role -> lines.add(type.getName() + ": " + role));
    Stream.of(type.getInterfaces())
        .forEach(above -> lines.add(type.getName() + ": is a " + above.getName()));
    if (type.isSealed()) {
      Stream.of(type.getPermittedSubclasses())
          .forEach(below -> lines.add(type.getName() + ": permits " + below.getName()));
    }
    Stream.of(
            Stream.of(type.getDeclaredConstructors())
                .filter(SurfaceReader::isVisible)
                .map(Constructor::toGenericString),
            Stream.of(type.getDeclaredMethods())
                .filter(SurfaceReader::isVisible)
                .map(Method::toGenericString),
            Stream.of(type.getDeclaredFields())
                .filter(SurfaceReader::isVisible)
                .map(Field::toGenericString))
        .flatMap(members -> members)
        .forEach(member -> lines.add(type.getName() + ": " + member));
  }

  /// Who implements it: annotations that are in the class file alone.
  private static Stream<String> roles(byte[] code) {
    return ClassFile.of()
        .parse(code)
        .findAttribute(Attributes.runtimeInvisibleAnnotations())
        .stream()
        .flatMap(found -> found.annotations().stream())
        .map(Annotation::className)
        .map(name -> ROLES.get(name.stringValue()))
        .filter(role -> role != null);
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
