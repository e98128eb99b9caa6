package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.CodeSource;
import dev.atoll.execution.jvm.runtime.Context;
import dev.atoll.execution.jvm.runtime.FunctionReference;
import dev.atoll.execution.jvm.runtime.UnlinkedFunction;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The classes of one module, made when the JVM first asks for them: a function is compiled when
/// it, or one of its group, is called for the first time.
///
/// All instances of the module share it, and with it the code of the JVM's own compilers. It is
/// held by those who use it and by nothing else.
///
/// Callable from any thread.
final class ModuleLoader extends ClassLoader implements CodeSource {

  static {
    registerAsParallelCapable();
  }

  private final ModuleLayout layout;
  private final GeneratedClasses classes;
  private final AtomicReferenceArray<@Nullable FunctionReference> references;
  private final AtomicReferenceArray<@Nullable FunctionReference> linked;

  ModuleLoader(ModuleLayout layout, GeneratedClasses classes) {
    super("wasm", ModuleLoader.class.getClassLoader());
    this.layout = layout;
    this.classes = classes;
    int functions = layout.module().functionCount();
    this.references = new AtomicReferenceArray<>(functions);
    this.linked = new AtomicReferenceArray<>(functions);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!name.startsWith(Names.PACKAGE + ".")) {
      throw new ClassNotFoundException(name);
    }
    byte[] content = classes.make(name);
    return defineClass(name, content, 0, content.length);
  }

  /// A new instance with all globals zero.
  Context newContext() {
    return (Context) make(Names.INSTANCE);
  }

  /// The class of instances.
  Class<?> contextClass() {
    return load(Names.INSTANCE);
  }

  private Class<?> load(String name) {
    try {
      return loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("cannot make class " + name, e);
    }
  }

  private Object make(String name, Object... arguments) {
    try {
      return load(name).getConstructors()[0].newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make an object of class " + name, e);
    }
  }

  @Override
  public FunctionReference reference(int function) {
    FunctionReference known = references.get(function);
    if (known == null) {
      int type = layout.canonicalType(layout.module().functionTypeIndex(function));
      known = new UnlinkedFunction(function, type);
      if (!references.compareAndSet(function, null, known)) {
        return reference(function);
      }
    }
    return known;
  }

  @Override
  public FunctionReference linked(int function) {
    FunctionReference known = linked.get(function);
    if (known == null) {
      known = (FunctionReference) make(Names.REFERENCE + function, function);
      if (!linked.compareAndSet(function, null, known)) {
        return linked(function);
      }
      references.set(function, known);
    }
    return known;
  }
}
