package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.plugin.InstalledPlugin;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Says which keys a bundle takes, what they mean, which value each has and who gave it.
@Command(
    name = "explain",
    description = {
      "Say which keys the bundles and plugins of this product take, what they mean,",
      "which value each has, and where it comes from."
    },
    footer = {
      "",
      "For example:  atoll config explain",
      "              atoll config explain gateway-http",
      "              atoll config explain replica.keep-blocks --set keep-blocks=true"
    },
    mixinStandardHelpOptions = true)
final class ConfigExplainCommand implements Callable<Integer> {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9._-]+)}");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "BUNDLE[.KEY]",
      arity = "0..1",
      description = "What to explain. Default: all bundles")
  private String what = "";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A variable as it would be given to: atoll up")
  private Map<String, String> variables = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Product product = Product.locate();
    DistributionLock lock = product.withPlugins();
    DistributionLock effective = lock.with(variables);
    List<InstalledPlugin> plugins = product.plugins().plugins();
    List<Map<String, Object>> explained = new ArrayList<>();
    try (ConfigCatalog catalog = ConfigCatalog.of(product, lock)) {
      String name = what.contains(".") ? what.substring(0, what.indexOf('.')) : what;
      String key = what.contains(".") ? what.substring(what.indexOf('.') + 1) : "";
      for (String bundle : name.isEmpty() ? catalog.bundles() : List.of(catalog.find(name))) {
        ConfigCatalog.Entry entry = catalog.entry(bundle, section(effective, bundle));
        entry.keys().stream()
            .filter(k -> key.isEmpty() || k.key().equals(key) || k.key().startsWith(key + "."))
            .forEach(k -> explained.add(explain(lock, effective, plugins, bundle, k)));
      }
      if (explained.isEmpty() && !key.isEmpty()) {
        throw new KernelException(
            Code.CONFIG,
            "%s takes no key %s".formatted(catalog.find(name), key),
            "atoll config explain " + name);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.write(Map.of("keys", explained)));
    } else {
      explained.forEach(each -> print(out, each));
    }
    out.flush();
    return 0;
  }

  private Map<String, Object> explain(
      DistributionLock lock,
      DistributionLock effective,
      List<InstalledPlugin> plugins,
      String bundle,
      ConfigCatalog.Key key) {
    @Nullable Object written = section(lock, bundle).get(key.key());
    @Nullable Object value = section(effective, bundle).get(key.key());
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("bundle", bundle);
    map.put("key", key.key());
    map.put("type", key.type());
    if (value != null) {
      map.put("value", value);
    } else if (!key.otherwise().isEmpty()) {
      map.put("value", key.otherwise());
    }
    map.put(
        "origin",
        written == null ? absent(key) : origin(plugins, bundle, key, String.valueOf(written)));
    if (!key.otherwise().isEmpty()) {
      map.put("default", key.otherwise());
    }
    map.put("meaning", key.meaning());
    return map;
  }

  private static String absent(ConfigCatalog.Key key) {
    return !key.otherwise().isEmpty() ? "default" : key.required() ? "missing" : "not set";
  }

  private String origin(
      List<InstalledPlugin> plugins, String bundle, ConfigCatalog.Key key, String written) {
    for (InstalledPlugin plugin : plugins) {
      if (Json.object(plugin.config().getOrDefault(bundle, Map.of())).containsKey(key.key())) {
        return "set when %s was installed".formatted(plugin);
      }
    }
    return origin(written);
  }

  private String origin(String written) {
    Matcher reference = REFERENCE.matcher(written);
    if (!reference.find()) {
      return "distribution";
    }
    String variable = reference.group(1);
    return variables.containsKey(variable)
        ? "--set " + variable
        : "variable %s of the distribution".formatted(variable);
  }

  private static Map<String, Object> section(DistributionLock lock, String bundle) {
    return Json.object(lock.config().getOrDefault(bundle, Map.of()));
  }

  private static void print(PrintWriter out, Map<String, Object> key) {
    out.printf(
        "%s.%s%s  (%s)%n",
        key.get("bundle"),
        key.get("key"),
        key.containsKey("value") ? " = " + key.get("value") : "",
        key.get("origin"));
    if (!String.valueOf(key.get("meaning")).isEmpty()) {
      out.println("    " + key.get("meaning"));
    }
    out.printf(
        "    %s%s%n",
        key.get("type"), key.containsKey("default") ? ", default " + key.get("default") : "");
  }
}
