package dev.atoll.spi.canister;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The code of a canister in Java: what it is called and where it is entered.
///
/// Made by a [Builder]. Functions with the same name and version do the same: whoever changes what
/// they do changes the version, so that canisters are upgraded.
public final class CanisterCode {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z.+-]{1,64}");

  /// Source: `MAX_EXPORTED_FUNCTIONS` of the reference implementation, less the hooks.
  public static final int METHODS_MAX = 900;

  public static final int METHOD_NAME_CHARS_MAX = 200;

  private final String name;

  private final String version;

  private final String candid;

  private final SortedMap<String, Method> methods;

  private final Map<Hook, CanisterFunction> hooks;

  private final SortedMap<Integer, CanisterFunction> callbacks;

  private CanisterCode(Builder builder) {
    this.name = builder.name;
    this.version = builder.version;
    this.candid = builder.candid;
    this.methods = Collections.unmodifiableSortedMap(new TreeMap<>(builder.methods));
    this.hooks = Collections.unmodifiableMap(new EnumMap<>(builder.hooks));
    this.callbacks = Collections.unmodifiableSortedMap(new TreeMap<>(builder.callbacks));
  }

  /// How a method may be called.
  public enum Kind {
    UPDATE,
    QUERY,
    COMPOSITE_QUERY
  }

  /// Where a canister is entered without being called.
  public enum Hook {
    /// Once, when it is installed; the argument is that of the installation.
    INIT,
    /// After an upgrade, in the new code; the stable memory is as the old code left it. There is no
    /// hook before it: the old code is gone by then.
    POST_UPGRADE,
    /// In every round. Costs cycles in every round, too.
    HEARTBEAT,
    /// When the time has come that [CanisterContext#setGlobalTimer] set.
    GLOBAL_TIMER,
    /// Before a user's message gets into a block, on one replica.
    INSPECT_MESSAGE
  }

  /// A method that users and canisters may call.
  public record Method(Kind kind, CanisterFunction function) {}

  /// Begins to describe code.
  ///
  /// @param name lower-case letters, digits and `-`, at most 64
  /// @param version letters, digits, `.`, `+` and `-`, at most 64
  /// @throws IllegalArgumentException if one is something else
  public static Builder named(String name, String version) {
    return new Builder(name, version);
  }

  public String name() {
    return name;
  }

  public String version() {
    return version;
  }

  /// The service in Candid, as clients read it from the metadata `candid:service`; empty if there
  /// is none.
  public String candid() {
    return candid;
  }

  /// By name.
  public SortedMap<String, Method> methods() {
    return methods;
  }

  public Map<Hook, CanisterFunction> hooks() {
    return hooks;
  }

  /// By the number that [CanisterCall] takes.
  public SortedMap<Integer, CanisterFunction> callbacks() {
    return callbacks;
  }

  /// The name and version, such as `registry 1.0.0`.
  @Override
  public String toString() {
    return name + " " + version;
  }

  /// Collects what code consists of. Every place is set at most once.
  public static final class Builder {

    private final String name;

    private final String version;

    private String candid = "";

    private final TreeMap<String, Method> methods = new TreeMap<>();

    private final EnumMap<Hook, CanisterFunction> hooks = new EnumMap<>(Hook.class);

    private final TreeMap<Integer, CanisterFunction> callbacks = new TreeMap<>();

    private Builder(String name, String version) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "name of native code is '%s', expected up to 64 of a-z, 0-9 and -".formatted(name));
      }
      if (!VERSION.matcher(version).matches()) {
        throw new IllegalArgumentException(
            "version of native code is '%s', expected up to 64 letters, digits, . + and -"
                .formatted(version));
      }
      this.name = name;
      this.version = version;
    }

    public Builder candid(String service) {
      candid = service;
      return this;
    }

    public Builder update(String method, CanisterFunction function) {
      return method(method, Kind.UPDATE, function);
    }

    public Builder query(String method, CanisterFunction function) {
      return method(method, Kind.QUERY, function);
    }

    /// A query that may call queries of other canisters.
    public Builder compositeQuery(String method, CanisterFunction function) {
      return method(method, Kind.COMPOSITE_QUERY, function);
    }

    private Builder method(String method, Kind kind, CanisterFunction function) {
      if (method.isEmpty() || method.length() > METHOD_NAME_CHARS_MAX) {
        throw new IllegalArgumentException(
            "method name has %d characters, expected 1 to %d"
                .formatted(method.length(), METHOD_NAME_CHARS_MAX));
      }
      if (methods.size() == METHODS_MAX) {
        throw new IllegalArgumentException(
            "%s has more than %d methods".formatted(name, METHODS_MAX));
      }
      if (methods.putIfAbsent(method, new Method(kind, function)) != null) {
        throw new IllegalArgumentException(
            "%s has two methods with the name %s".formatted(name, method));
      }
      return this;
    }

    public Builder init(CanisterFunction function) {
      return hook(Hook.INIT, function);
    }

    public Builder postUpgrade(CanisterFunction function) {
      return hook(Hook.POST_UPGRADE, function);
    }

    public Builder heartbeat(CanisterFunction function) {
      return hook(Hook.HEARTBEAT, function);
    }

    public Builder globalTimer(CanisterFunction function) {
      return hook(Hook.GLOBAL_TIMER, function);
    }

    public Builder inspectMessage(CanisterFunction function) {
      return hook(Hook.INSPECT_MESSAGE, function);
    }

    private Builder hook(Hook hook, CanisterFunction function) {
      if (hooks.putIfAbsent(hook, function) != null) {
        throw new IllegalArgumentException("%s has two hooks %s".formatted(name, hook));
      }
      return this;
    }

    /// A place for answers of calls to enter.
    ///
    /// @param number not negative; calls in flight keep it, so later versions must know it too
    public Builder callback(int number, CanisterFunction function) {
      if (number < 0) {
        throw new IllegalArgumentException("callback is %d, at least 0 expected".formatted(number));
      }
      if (callbacks.putIfAbsent(number, function) != null) {
        throw new IllegalArgumentException("%s has two callbacks %d".formatted(name, number));
      }
      return this;
    }

    public CanisterCode build() {
      return new CanisterCode(this);
    }
  }
}
