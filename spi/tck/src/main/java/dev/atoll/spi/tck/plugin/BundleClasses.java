package dev.atoll.spi.tck.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Classes as a bundle sees them: of the packages that it imports from outside, all others from
/// inside first. What lies around the bundle, such as another version of it, does not shadow it.
final class BundleClasses extends URLClassLoader {

  private final Set<String> imported;

  /// @param inside the bundle, and the jars inside it
  /// @param imports the header of the manifest
  BundleClasses(URL[] inside, @Nullable String imports, ClassLoader outside) {
    super(inside, outside);
    this.imported = imports == null ? Set.of() : packages(imports);
  }

  /// The names of the packages in a header; commas in quotes are within versions.
  private static Set<String> packages(String header) {
    return Arrays.stream(header.replaceAll("\"[^\"]*\"", "").split(",", -1))
        .flatMap(clause -> Arrays.stream(clause.split(";", -1)))
        .map(String::strip)
        .filter(part -> !part.contains("="))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    int end = name.lastIndexOf('.');
    if (name.startsWith("java.") || imported.contains(name.substring(0, Math.max(0, end)))) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      @Nullable Class<?> loaded = findLoadedClass(name);
      try {
        return loaded == null ? findClass(name) : loaded;
      } catch (ClassNotFoundException e) { // not inside
        return super.loadClass(name, resolve);
      }
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    @Nullable URL inside = findResource(name);
    return inside == null ? super.getResource(name) : inside;
  }
}
