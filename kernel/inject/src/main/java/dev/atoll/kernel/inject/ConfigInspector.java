package dev.atoll.kernel.inject;

import com.google.inject.Stage;
import com.google.inject.spi.Elements;
import dev.atoll.spi.kernel.Default;
import dev.atoll.spi.kernel.Lifecycle;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginBinder;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.kernel.ServiceWatcher;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Says what configuration a bundle takes and whether a section fits it, without a framework: for
/// tools that load kernel and bundles in a class loader of their own.
/// Only `java.*` types cross.
///
/// It is asked with `module` (the class that the manifest names), `bundle` (the symbolic name) and
/// `section`, and answers with
///
/// | key | what |
/// |---|---|
/// | `keys` | maps of `key`, `type`, `default` (absent if there is none), `required`, `meaning` |
/// | `about` | what the section is for |
/// | `records` | the classes that the keys are the components of |
/// | `error` | what is wrong with the section, as the node would say it; absent if nothing is |
///
/// The meanings come from `OSGI-INF/atoll/config/<record>.properties` of the bundle,
/// made from the documentation of the record; a bundle without it has none.
public final class ConfigInspector implements Function<Map<String, Object>, Map<String, Object>> {

  private static final String DOCUMENTS = "OSGI-INF/atoll/config/";

  private static final Logger GUICE_LINE_NUMBERS =
      Logger.getLogger("com.google.inject.internal.util.LineNumbers");

  private final ClassLoader bundles;

  public ConfigInspector(ClassLoader bundles) {
    this.bundles = bundles;
    GUICE_LINE_NUMBERS.setLevel(Level.OFF); // see Extender
  }

  @Override
  public Map<String, Object> apply(Map<String, Object> request) {
    Recorder recorder =
        new Recorder(
            String.valueOf(request.get("bundle")),
            request.get("section") instanceof Map<?, ?> section ? section : Map.of());
    try {
      PluginModule module =
          (PluginModule)
              bundles
                  .loadClass(String.valueOf(request.get("module")))
                  .getDeclaredConstructor()
                  .newInstance();
      module.attach(recorder);
      Elements.getElements(Stage.TOOL, module);
    } catch (ReflectiveOperationException | LinkageError e) {
      return Map.of("keys", List.of(), "about", "", "error", recorder.bundle + ": " + e);
    }
    return recorder.answer();
  }

  /// Takes note of the record that a module asks for; gives it nothing else to work with.
  private static final class Recorder implements PluginBinder {

    private final String bundle;

    private final Map<?, ?> section;

    private @Nullable Class<? extends Record> type;

    private Optional<String> error = Optional.empty();

    Recorder(String bundle, Map<?, ?> section) {
      this.bundle = bundle;
      this.section = section;
    }

    Map<String, Object> answer() {
      Map<String, Object> answer = new HashMap<>();
      List<Map<String, Object>> keys = new ArrayList<>();
      Set<String> records = new LinkedHashSet<>();
      Class<? extends Record> read = type;
      if (read == null && !section.isEmpty()) {
        error = Optional.of(bundle + " takes no configuration");
      }
      answer.put("about", read == null ? "" : documents(read).getProperty("about", ""));
      if (read != null) {
        describe("", read, keys, records);
      }
      answer.put("keys", keys);
      answer.put("records", List.copyOf(records));
      error.ifPresent(text -> answer.put("error", text));
      return answer;
    }

    @Override
    public <R extends Record> R config(Class<R> type) {
      this.type = type;
      try {
        return ConfigReader.read(bundle, section, type);
      } catch (IllegalArgumentException e) {
        error = Optional.of(String.valueOf(e.getMessage()));
        throw e;
      }
    }

    @Override
    public NodeContext node() {
      throw new UnsupportedOperationException("there is no node");
    }

    @Override
    public <T> T importService(Class<T> type, @Nullable String filter) {
      return type.cast(
          java.lang.reflect.Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> {
                throw new UnsupportedOperationException("there is no service");
              }));
    }

    @Override
    public <T> void watchServices(
        Class<T> type,
        @Nullable String filter,
        Class<? extends ServiceWatcher<? super T>> watcher) {}

    @Override
    public <T> void exportService(
        Class<T> type, Class<? extends T> implementation, Map<String, ?> properties) {}

    @Override
    public void startObject(Class<? extends Lifecycle> type) {}
  }

  private static void describe(
      String prefix,
      Class<? extends Record> type,
      List<Map<String, Object>> keys,
      Set<String> records) {
    records.add(type.getName());
    Properties documents = documents(type);
    for (RecordComponent component : type.getRecordComponents()) {
      String key = ConfigReader.key(component.getName());
      @Nullable Default otherwise = component.getAnnotation(Default.class);
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("key", prefix + key);
      map.put("type", typeName(component.getGenericType()));
      if (otherwise != null) {
        map.put("default", otherwise.value());
      }
      map.put("required", otherwise == null && component.getType() != Optional.class);
      map.put("meaning", documents.getProperty(key, ""));
      keys.add(map);
      nested(prefix + key, component.getGenericType(), keys, records);
    }
  }

  private static void nested(
      String key, Type type, List<Map<String, Object>> keys, Set<String> records) {
    switch (type) {
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          nested(key + ".<name>", generic.getActualTypeArguments()[1], keys, records);
      case ParameterizedType generic when generic.getRawType() == List.class ->
          nested(key + "[]", generic.getActualTypeArguments()[0], keys, records);
      case ParameterizedType generic ->
          nested(key, generic.getActualTypeArguments()[0], keys, records);
      case Class<?> plain when ConfigReader.isSection(plain) ->
          describe(key + ".", plain.asSubclass(Record.class), keys, records);
      default -> {}
    }
  }

  private static String typeName(Type type) {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          "map of " + typeName(generic.getActualTypeArguments()[1]);
      case ParameterizedType generic when generic.getRawType() == List.class ->
          "list of " + typeName(generic.getActualTypeArguments()[0]);
      case ParameterizedType generic -> typeName(generic.getActualTypeArguments()[0]);
      default ->
          ConfigReader.expectation(type).replaceFirst("^an? ", "").replaceFirst(" such as .*", "");
    };
  }

  private static Properties documents(Class<?> record) {
    Properties documents = new Properties();
    @Nullable URL resource =
        record.getClassLoader().getResource(DOCUMENTS + record.getName() + ".properties");
    if (resource != null) {
      try (Reader in = new InputStreamReader(resource.openStream(), StandardCharsets.UTF_8)) {
        documents.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return documents;
  }
}
