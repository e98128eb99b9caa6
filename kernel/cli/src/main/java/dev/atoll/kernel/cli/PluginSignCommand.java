package dev.atoll.kernel.cli;

import dev.atoll.kernel.plugin.PluginJar;
import dev.atoll.kernel.plugin.SignatureFile;
import dev.atoll.kernel.plugin.SigningKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs a plugin.
@Command(
    name = "sign",
    description = "Sign a plugin: writes FILE.jar.sig beside it.",
    footer = {"", "For example:  atoll plugin sign target/my-storage-1.0.0.jar --key acme.pem"},
    mixinStandardHelpOptions = true)
final class PluginSignCommand implements Callable<Integer> {

  @Mixin private final PluginOptions options = new PluginOptions();

  @Parameters(paramLabel = "FILE.jar", description = "The bundle.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path jar;

  @Option(
      names = "--key",
      paramLabel = "KEY.pem",
      required = true,
      description = "A private key of: atoll plugin keygen")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path key;

  @Override
  public Integer call() throws Exception {
    PluginJar plugin = PluginJar.read(jar);
    SignatureFile signature =
        SignatureFile.write(SignatureFile.What.PLUGIN, jar, SigningKey.read(key));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("plugin", plugin.bundle().id().toString());
    answer.put("sha256", signature.sha256());
    answer.put("key", signature.key());
    answer.put("signature", SignatureFile.beside(jar).toString());
    options.answer(
        answer,
        List.of(
            "signed    " + plugin.bundle() + " with the key " + signature.key(),
            "  sha256  " + signature.sha256(),
            "  wrote   " + SignatureFile.beside(jar)));
    return 0;
  }
}
