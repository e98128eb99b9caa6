package dev.atoll.kernel.cli;

import dev.atoll.kernel.plugin.TrustedKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Lists the keys that a product trusts, or adds one.
@Command(
    name = "trust",
    description = {
      "Trust a publisher: copy a public key to etc/trusted-keys of this product. Without a file:",
      "list those that are there. Delete a file there to end the trust, also for what is installed."
    },
    footer = {"", "For example:  atoll plugin trust acme.pub.pem"},
    mixinStandardHelpOptions = true)
final class PluginTrustCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Parameters(paramLabel = "KEY.pub.pem", arity = "0..1", description = "An Ed25519 public key.")
  private @Nullable Path key;

  @Override
  public Integer call() throws Exception {
    Path product = Product.locate().directory();
    if (key != null) {
      TrustedKeys.of(product).add(key);
    }
    TrustedKeys trusted = TrustedKeys.of(product);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("folder", trusted.folder().toString());
    answer.put("keys", trusted.names());
    List<String> lines = new ArrayList<>(List.of("trusted   in " + trusted.folder()));
    trusted.names().forEach((file, id) -> lines.add("  %s  %s".formatted(id, file)));
    if (trusted.keys().isEmpty()) {
      lines.add("  no keys: no plugin can be installed");
    }
    options.answer(answer, lines);
    return 0;
  }
}
