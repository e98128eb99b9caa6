package dev.atoll.kernel.inject;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.Message;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.metrics.Metrics;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;

/// A bundle's module after its `configure()`: what it declared, and what an injector is made of.
record RecordedModule(Declaration declaration, Module bindings) {

  /// Runs `configure()`.
  ///
  /// @param importsChanged called when a provider of an import has come or gone
  /// @throws Exception if there is no such class, or it says something wrong
  static RecordedModule of(
      Bundle bundle, Kernel kernel, Metrics metrics, String className, Runnable importsChanged)
      throws Exception {
    NodeContext node = BundleNode.of(kernel, bundle.getSymbolicName(), metrics);
    Declaration declaration =
        new Declaration(
            bundle,
            node,
            kernel.config().getOrDefault(bundle.getSymbolicName(), Map.of()),
            importsChanged);
    PluginModule module =
        (PluginModule) bundle.loadClass(className).getDeclaredConstructor().newInstance();
    module.attach(declaration);
    List<Element> elements = Elements.getElements(Stage.PRODUCTION, module);
    for (Element element : elements) {
      if (element instanceof Message message) {
        throw new ConfigurationException(List.of(message));
      }
    }
    declaration.checkConfigIsRead();
    Module ofAuthor = Elements.getModule(elements);
    return new RecordedModule(
        declaration,
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(NodeContext.class).toInstance(node);
            bind(KeyStore.class).toInstance(node.keys());
            bind(Metrics.class).toInstance(metrics);
            install(ofAuthor);
          }
        });
  }
}
