package dev.atoll.kernel.cli;

import dev.atoll.kernel.plugin.PluginJar;
import dev.atoll.kernel.plugin.SignatureFile;
import dev.atoll.kernel.plugin.TrustedKeys;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Checks the signature of a plugin.
@Command(
    name = "verify",
    description = {
      "Check that a plugin is as its author signed it, with a key that this product trusts.",
      "Whether it fits the product as well says: atoll plugin install FILE.jar --dry-run"
    },
    footer = {"", "For example:  atoll plugin verify my-storage-1.0.0.jar"},
    mixinStandardHelpOptions = true)
final class PluginVerifyCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Parameters(paramLabel = "FILE.jar", description = "The bundle; its signature lies beside it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path jar;

  @Override
  public Integer call() {
    PluginJar plugin = PluginJar.read(jar);
    SignatureFile signature = SignatureFile.beside(SignatureFile.What.PLUGIN, jar);
    String by = signature.verifiedBy(jar, TrustedKeys.of(Product.locate().directory()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("plugin", plugin.bundle().id().toString());
    answer.put("sha256", signature.sha256());
    answer.put("key", signature.key());
    answer.put("kinds", plugin.kinds());
    answer.put("provides", plugin.provides());
    answer.put("spi", plugin.spi());
    options.answer(
        answer,
        List.of(
            "good      " + plugin.bundle() + " is signed by " + by,
            "  is      " + String.join(", ", plugin.kinds())));
    return 0;
  }
}
