package dev.atoll.candid;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An interface file: named types and, mostly, a service.
///
/// Source: Candid.md, "Interfaces".
public final class DidFile {

  private final TypeEnvironment environment;

  private final CandidType.@Nullable Service service;

  private final @Nullable List<CandidType> initTypes;

  private final Map<String, CandidType.Func> methods = new LinkedHashMap<>();

  /// @param service already checked in `environment`
  private DidFile(
      TypeEnvironment environment,
      CandidType.@Nullable Service service,
      @Nullable List<CandidType> initTypes) {
    this.environment = environment;
    this.service = service;
    this.initTypes = initTypes == null ? null : List.copyOf(initTypes);
    if (service != null) {
      for (CandidType.Method method : service.methods()) {
        methods.put(method.name(), environment.func(method));
      }
    }
  }

  /// Parses an interface file. Imports are not supported.
  ///
  /// @throws CandidException with line and column where the source is wrong; without, if a name is
  ///     not defined or of the wrong kind
  public static DidFile parse(String source) {
    TokenStream in = new TokenStream(source);
    DidParser parser = new DidParser(in);
    TypeEnvironment environment = parser.definitions();
    DidParser.Actor actor = parser.actor();
    in.expectEnd();
    if (actor == null) {
      return new DidFile(environment, null, null);
    }
    environment.check(actor.type());
    if (!(environment.resolve(actor.type()) instanceof CandidType.Service service)) {
      throw new CandidException("the main service has type %s".formatted(actor.type()));
    }
    if (actor.initTypes() != null) {
      actor.initTypes().forEach(environment::check);
    }
    return new DidFile(environment, service, actor.initTypes());
  }

  /// The named types.
  public TypeEnvironment environment() {
    return environment;
  }

  /// Whether the file has a service; else it has types only.
  public boolean hasService() {
    return service != null;
  }

  /// The type of the service.
  ///
  /// @throws CandidException if the file has types only
  public CandidType.Service service() {
    if (service == null) {
      throw new CandidException("the interface file has no service");
    }
    return service;
  }

  /// The types of the arguments with which the service is installed; empty if it takes none.
  public List<CandidType> initTypes() {
    return initTypes == null ? List.of() : initTypes;
  }

  /// Whether the service is a constructor, `service : (…) -> {…}`.
  public boolean isConstructor() {
    return initTypes != null;
  }

  /// The function types of the methods by name, in the order of the names.
  public Map<String, CandidType.Func> methods() {
    return Collections.unmodifiableMap(methods);
  }

  /// The function type of a method.
  ///
  /// @throws CandidException if the service has no such method
  public CandidType.Func method(String name) {
    CandidType.Func method = methods.get(name);
    if (method == null) {
      throw new CandidException("service has no method '%s'".formatted(name));
    }
    return method;
  }
}
