package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.tck.wast.Action;
import dev.atoll.spi.tck.wast.Argument;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.Export;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance of a script, and the functions that are added to its module to perform actions.
final class InstancePlan {

  private static final String DRIVER_PREFIX = "atoll-spec ";

  private final WasmModule module;
  private final ExtendedModule extended;
  private final Map<List<Object>, Integer> slots = new HashMap<>();
  private final List<Driver> drivers = new ArrayList<>();
  private @Nullable Bytes built;

  private final Map<String, Link> links;

  /// A function that another instance gives.
  record Link(InstancePlan instance, Driver driver) {}

  /// @param links the imports that other instances give, by [#key]
  InstancePlan(WasmModule module, Map<String, Link> links) {
    this.module = module;
    this.links = links;
    this.extended = new ExtendedModule(module);
  }

  WasmModule module() {
    return module;
  }

  /// The function of another instance for an import, null if it is one of `spectest`.
  @Nullable Link link(String from, String name) {
    return links.get(key(from, name));
  }

  static String key(String from, String name) {
    return from + " " + name;
  }

  /// A function without parameters for another instance to import, null if this has none such.
  @Nullable Link offer(String name, FunctionType type) {
    for (Export export : module.exports()) {
      if (export.name().equals(name)
          && export.kind() == Export.Kind.FUNCTION
          && type.parameters().isEmpty()
          && type.results().size() <= 1
          && type.results().stream().allMatch(ValueType::isNumber)
          && module.functionType(export.index()).equals(type)) {
        return new Link(this, driver(new Action(null, name, false, List.of()), export));
      }
    }
    return null;
  }

  /// Adds a function that performs the action; null if nothing has that name.
  @Nullable Driver driver(Action action) {
    for (Export export : module.exports()) {
      if (export.name().equals(action.export())) {
        return driver(action, export);
      }
    }
    return null;
  }

  private Driver driver(Action action, Export export) {
    List<ValueType> types =
        action.reads()
            ? List.of(module.globalTypes().get(export.index()).type())
            : module.functionType(export.index()).results();
    List<Driver.Slot> results = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      results.add(slot(i, types.get(i)));
    }
    Driver driver = new Driver(DRIVER_PREFIX + drivers.size(), action, export.index(), results);
    drivers.add(driver);
    extended.function(driver);
    return driver;
  }

  private Driver.Slot slot(int position, ValueType type) {
    ValueType stored = type.isReference() ? ValueType.I32 : type;
    int global = slots.computeIfAbsent(List.of(position, stored), key -> extended.global(stored));
    return new Driver.Slot(type, global);
  }

  /// Whether an action passes what code cannot make.
  static boolean needsHost(Action action) {
    return action.arguments().stream().anyMatch(Argument.OfHost.class::isInstance);
  }

  /// Where the bits of a result stand.
  int place(Driver.Slot slot) {
    return extended.place(slot.global());
  }

  /// The module with all functions added.
  Bytes bytes() {
    if (built == null) {
      built = extended.build();
    }
    return built;
  }
}
