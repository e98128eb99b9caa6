package dev.atoll.spi.tck.plugin;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.metrics.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/// A bundle whose services are made as a node would make them, with the settings that are its
/// defaults and simulated services around it.
final class PluginUnderTest {

  private static final String JAR_PROPERTY = "atoll.plugin.jar";

  private final String moduleClass;

  private final ClassLoader classes;

  private PluginUnderTest(String moduleClass, ClassLoader classes) {
    this.moduleClass = moduleClass;
    this.classes = classes;
  }

  /// The bundle that the property names.
  static PluginUnderTest ofProperty() {
    Path jar =
        Path.of(
            Objects.requireNonNull(
                System.getProperty(JAR_PROPERTY), JAR_PROPERTY + " names the bundle"));
    try (JarFile file = new JarFile(jar.toFile())) {
      Attributes main = file.getManifest().getMainAttributes();
      return new PluginUnderTest(
          Objects.requireNonNull(main.getValue("Guice-Module"), jar + " has no Guice-Module"),
          new BundleClasses(
              classPath(jar, file, main.getValue("Bundle-ClassPath")),
              main.getValue("Import-Package"),
              PluginUnderTest.class.getClassLoader()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The bundle, and the jars inside it that are on its class path.
  private static URL[] classPath(Path jar, JarFile file, @Nullable String inside)
      throws IOException {
    List<URL> urls = new ArrayList<>(List.of(jar.toUri().toURL()));
    for (String name : (inside == null ? "." : inside).split(",", -1)) {
      @Nullable JarEntry entry = file.getJarEntry(name.split(";", 2)[0].strip());
      if (entry != null && !entry.isDirectory()) {
        Path copy = Files.createTempFile("plugin-library", ".jar");
        copy.toFile().deleteOnExit();
        try (InputStream in = file.getInputStream(entry)) {
          Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        urls.add(copy.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  /// The service of this type, made anew and started.
  <T> T newService(Class<T> type) {
    try {
      RecordingBinder binder = new RecordingBinder();
      PluginModule module =
          (PluginModule) classes.loadClass(moduleClass).getDeclaredConstructor().newInstance();
      module.attach(binder);
      Injector injector =
          Guice.createInjector(
              module,
              new AbstractModule() {
                @Override
                protected void configure() {
                  bind(NodeContext.class).toInstance(binder.node());
                  bind(KeyStore.class).toInstance(binder.node().keys());
                  bind(Metrics.class).toInstance(binder.node().metrics());
                }
              });
      for (Class<? extends Lifecycle> started : binder.started()) {
        injector.getInstance(started).start();
      }
      T service = type.cast(injector.getInstance(binder.implementation(type)));
      if (service instanceof Lifecycle lifecycle) {
        lifecycle.start();
      }
      return service;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the service cannot be made: " + e.getMessage(), e);
    }
  }
}
