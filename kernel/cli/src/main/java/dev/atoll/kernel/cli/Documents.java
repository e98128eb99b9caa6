package dev.atoll.kernel.cli;

import dev.atoll.kernel.distribution.build.ProductDocuments;
import java.util.SortedMap;
import java.util.TreeMap;

/// The manual and the completions, for products. Found by `ServiceLoader`.
public final class Documents implements ProductDocuments {

  @Override
  public SortedMap<String, String> files(String version) {
    SortedMap<String, String> files = new TreeMap<>();
    ManPages.all(version).forEach((name, page) -> files.put("share/man/man1/" + name + ".1", page));
    String script = CompletionCommand.script("atoll");
    files.put("share/bash-completion/completions/atoll", script);
    files.put("share/zsh/site-functions/_atoll.zsh", script);
    return files;
  }
}
