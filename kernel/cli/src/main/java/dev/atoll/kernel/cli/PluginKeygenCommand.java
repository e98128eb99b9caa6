package dev.atoll.kernel.cli;

import dev.atoll.kernel.plugin.SigningKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Makes a pair of keys.
@Command(
    name = "keygen",
    description = {
      "Make an Ed25519 key to sign plugins and catalogues with: NAME.pem, which you keep, and",
      "NAME.pub.pem, which operators put among the keys that they trust."
    },
    footer = {"", "For example:  atoll plugin keygen ~/keys/acme"},
    mixinStandardHelpOptions = true)
final class PluginKeygenCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Parameters(paramLabel = "NAME", description = "Of the files, without .pem; never written over.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path name;

  @Override
  public Integer call() throws Exception {
    SigningKey key = SigningKey.generate(name);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("key", key.id());
    answer.put("private", key.file().toString());
    answer.put("public", key.publicFile().toString());
    options.answer(
        answer,
        List.of(
            "made      " + key.file() + ": keep it, and to yourself",
            "          " + key.publicFile() + ": for those who shall trust it",
            "  key     " + key.id(),
            "  next    " + Product.command() + " plugin sign FILE.jar --key " + key.file()));
    return 0;
  }
}
