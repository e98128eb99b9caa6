package dev.atoll.candid;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Types by name: what the [CandidType.Var]s of a set of types mean.
///
/// Every name in a definition is defined, and no definition is only another name for itself, so
/// that [#resolve] ends.
///
/// Source: Candid.md, "Type Definitions".
public final class TypeEnvironment {

  public static final TypeEnvironment EMPTY = new TypeEnvironment(Map.of());

  private final Map<String, CandidType> definitions;

  private TypeEnvironment(Map<String, CandidType> definitions) {
    this.definitions = definitions;
  }

  /// Keeps the order of `definitions`.
  ///
  /// @throws CandidException if a name is not defined, or defined as itself, or if a method of a
  ///     service type is no function
  public static TypeEnvironment of(Map<String, CandidType> definitions) {
    TypeEnvironment environment =
        new TypeEnvironment(Collections.unmodifiableMap(new LinkedHashMap<>(definitions)));
    environment.definitions.forEach(
        (name, type) -> {
          environment.checkProductive(name);
          environment.check(type);
        });
    return environment;
  }

  /// For the type table of a message, which the reader has checked.
  static TypeEnvironment ofChecked(Map<String, CandidType> definitions) {
    return new TypeEnvironment(Collections.unmodifiableMap(definitions));
  }

  /// The definitions in their order.
  public Map<String, CandidType> definitions() {
    return definitions;
  }

  /// The type that `name` stands for, or null if it is not defined.
  public @Nullable CandidType lookup(String name) {
    return definitions.get(name);
  }

  /// Follows names until the type is none: the answer is never a [CandidType.Var].
  ///
  /// @throws CandidException if a name is not defined
  public CandidType resolve(CandidType type) {
    CandidType current = type;
    while (current instanceof CandidType.Var(String name)) {
      CandidType definition = definitions.get(name);
      if (definition == null) {
        throw new CandidException("type '" + name + "' is not defined");
      }
      current = definition;
    }
    return current;
  }

  /// Checks that every name in `type` is defined and every method a function.
  ///
  /// @throws CandidException if not
  public void check(CandidType type) {
    Deque<CandidType> open = new ArrayDeque<>();
    open.push(type);
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case CandidType.Var name -> resolve(name);
        case CandidType.Opt(CandidType of) -> open.push(of);
        case CandidType.Vec(CandidType of) -> open.push(of);
        case CandidType.CandidRecord(var fields) -> fields.forEach(f -> open.push(f.type()));
        case CandidType.Variant(var fields) -> fields.forEach(f -> open.push(f.type()));
        case CandidType.Func func -> {
          func.argTypes().forEach(open::push);
          func.resultTypes().forEach(open::push);
        }
        case CandidType.Service(var methods) -> {
          for (CandidType.Method method : methods) {
            func(method);
            open.push(method.type());
          }
        }
        case PrimitiveType _, CandidType.Future _ -> {}
      }
    }
  }

  /// The function type of a method.
  ///
  /// @throws CandidException if the method's type is no function
  CandidType.Func func(CandidType.Method method) {
    if (resolve(method.type()) instanceof CandidType.Func func) {
      return func;
    }
    throw new CandidException(
        "method '%s' has type %s, expected a function".formatted(method.name(), method.type()));
  }

  private void checkProductive(String start) {
    Set<String> seen = new HashSet<>();
    String name = start;
    while (seen.add(name)) {
      if (!(definitions.get(name) instanceof CandidType.Var(String next))) {
        return;
      }
      name = next;
    }
    throw new CandidException("type '" + start + "' is defined as itself");
  }
}
