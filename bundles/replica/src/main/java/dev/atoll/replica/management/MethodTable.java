package dev.atoll.replica.management;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The methods that are executed, by name.
final class MethodTable {

  private final ManagementInterface candid;

  private final TreeMap<String, ManagementMethod> methods = new TreeMap<>();

  private final TreeSet<String> forCanistersOnly = new TreeSet<>();

  MethodTable(ManagementInterface candid) {
    this.candid = candid;
  }

  /// A method for users and canisters.
  MethodTable add(String name, ManagementMethod method) {
    if (!candid.has(name)) {
      throw new IllegalStateException("method %s is not in the interface".formatted(name));
    }
    methods.put(name, method);
    return this;
  }

  MethodTable addForCanisters(String name, ManagementMethod method) {
    forCanistersOnly.add(name);
    return add(name, method);
  }

  @Nullable ManagementMethod find(String name) {
    return methods.get(name);
  }

  boolean isForCanistersOnly(String name) {
    return forCanistersOnly.contains(name);
  }

  Set<String> names() {
    return methods.keySet();
  }
}
