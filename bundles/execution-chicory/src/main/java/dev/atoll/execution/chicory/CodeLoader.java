package dev.atoll.execution.chicory;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Defines the classes of one module when they are first used.
///
/// Its parent is the loader of this bundle, so that generated code finds Chicory and our own
/// classes under OSGi too. Nothing refers to it but the classes themselves: when the module and its
/// instances are gone, the code is.
final class CodeLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  /// Class files that are not defined yet.
  private final Map<String, byte[]> pending;

  private CodeLoader(Map<String, byte[]> classes) {
    super("wasm", CodeLoader.class.getClassLoader());
    this.pending = new ConcurrentHashMap<>(classes);
  }

  /// A maker of machines.
  ///
  /// @throws LinkageError if the classes do not fit this version of Chicory or of the JVM
  static Function<Instance, Machine> load(GeneratedClasses code) {
    CodeLoader loader = new CodeLoader(code.classes());
    try {
      // All are verified now, so that what the JVM refuses is refused before the module is used.
      for (String name : code.classes().keySet()) {
        Class.forName(name, true, loader);
      }
      Constructor<? extends Machine> constructor =
          loader
              .loadClass(code.mainClass())
              .asSubclass(Machine.class)
              .getConstructor(Instance.class);
      return instance -> newMachine(constructor, instance);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new LinkageError("generated code has no machine " + code.mainClass(), e);
    }
  }

  private static Machine newMachine(Constructor<? extends Machine> constructor, Instance instance) {
    try {
      return constructor.newInstance(instance);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("generated code cannot make its machine", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("generated code cannot make its machine", e);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte @Nullable [] content = pending.remove(name);
    if (content == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, content, 0, content.length);
  }
}
