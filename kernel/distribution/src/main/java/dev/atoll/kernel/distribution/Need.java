package dev.atoll.kernel.distribution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.VersionRange;

/// A capability that a distribution asks for, whichever bundle has it.
///
/// The long form is `namespace; name=value; version="[1,2)"`, or `namespace; filter="(a=b)"`. The
/// short form names a port and who implements it: `storage: mapdb`, or `storage: any`.
///
/// @param text as it is written
/// @param filter in the syntax of OSGi
/// @param kind the port of a short form, or empty
/// @param provider the last part of the bundle's symbolic name in a short form, or empty for any
/// @param place where it is written, such as `distribution.yaml:12`
public record Need(
    String text, String namespace, String filter, String kind, String provider, String place) {

  /// Short names of the ports, and the services that stand for them.
  static final SequencedMap<String, String> KINDS = kinds();

  private static final Pattern ASSIGNMENT = Pattern.compile("([\\w.-]+)\\s*=\\s*\"?([^\"]*?)\"?");

  private static SequencedMap<String, String> kinds() {
    SequencedMap<String, String> kinds = new LinkedHashMap<>();
    kinds.put("core", "dev.atoll.spi.gateway.SubnetClient");
    kinds.put("consensus", "dev.atoll.spi.consensus.ConsensusEngineFactory");
    kinds.put("crypto", "dev.atoll.spi.crypto.CryptoProvider");
    kinds.put("execution", "dev.atoll.spi.execution.WasmEngine");
    kinds.put("gateway", "dev.atoll.spi.gateway.Gateway");
    kinds.put("mount", "dev.atoll.spi.gateway.HttpMount");
    kinds.put("native-canister", "dev.atoll.spi.canister.NativeCanister");
    kinds.put("network", "dev.atoll.spi.network.TransportFactory");
    kinds.put("storage", "dev.atoll.spi.storage.StorageFactory");
    return kinds;
  }

  /// The short name of the port that a service stands for; its type if it is none.
  public static String kindOf(String type) {
    return KINDS.entrySet().stream()
        .filter(kind -> kind.getValue().equals(type))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(type);
  }

  /// @param kind one of [#KINDS]
  static Need ofKind(String kind, String provider, String place) {
    @Nullable String type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalArgumentException(
          "%s is no port of the SPI%s, which has: %s"
              .formatted(
                  kind, NearestName.hint(kind, KINDS.keySet()), String.join(", ", KINDS.keySet())));
    }
    return new Need(
        kind + ": " + provider,
        "osgi.service",
        "(objectClass=" + type + ")",
        kind,
        provider.equals("any") ? "" : provider,
        place);
  }

  static Need parse(String text, String place) {
    String[] parts = text.split(";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1);
    StringBuilder filter = new StringBuilder();
    int terms = 0;
    for (int i = 1; i < parts.length; i++) {
      var assignment = ASSIGNMENT.matcher(parts[i].strip().replace(":=", "="));
      if (!assignment.matches()) {
        throw new IllegalArgumentException(
            "\"%s\" in \"%s\" is no name=value".formatted(parts[i].strip(), text));
      }
      String name = assignment.group(1);
      String value = assignment.group(2);
      filter.append(
          switch (name) {
            case "filter" -> value;
            case "version" -> VersionRange.valueOf(value).toFilterString("version");
            default -> "(" + name + "=" + value + ")";
          });
      terms++;
    }
    String namespace = parts[0].strip();
    if (!namespace.matches("[\\w-]+(\\.[\\w-]+)+") || terms == 0) {
      throw new IllegalArgumentException(
          "\"%s\" is no requirement, expected one such as: storage: mapdb, or: osgi.service; %s"
              .formatted(text, "objectClass=dev.atoll.spi.storage.StorageFactory"));
    }
    String all = terms == 1 ? filter.toString() : "(&" + filter + ")";
    try {
      FrameworkUtil.createFilter(all);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(
          "\"%s\" has the filter %s: %s".formatted(text, all, e.getMessage()), e);
    }
    return new Need(text, namespace, all, "", "", place);
  }

  /// What an inherited requirement is replaced by.
  String key() {
    return kind.isEmpty() ? text : kind;
  }

  boolean matches(String capabilityNamespace, Map<String, Object> attributes, String symbolicName) {
    try {
      return namespace.equals(capabilityNamespace)
          && isNamed(symbolicName)
          && FrameworkUtil.createFilter(filter).matches(attributes);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e); // it was checked
    }
  }

  /// `mapdb` stands for `atoll-storage-mapdb`, `storage-mapdb` and itself.
  private boolean isNamed(String symbolicName) {
    return provider.isEmpty()
        || symbolicName.equals(provider)
        || symbolicName.equals("atoll-" + provider)
        || symbolicName.equals(kind + "-" + provider)
        || symbolicName.equals("atoll-" + kind + "-" + provider);
  }

  @Override
  public String toString() {
    return text;
  }
}
