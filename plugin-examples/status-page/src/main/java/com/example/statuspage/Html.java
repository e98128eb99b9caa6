package com.example.statuspage;

import dev.atoll.spi.gateway.SubnetStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes the page.
final class Html {

  private final OutputStream out;

  Html(OutputStream out) {
    this.out = out;
  }

  void page(SubnetStatus status, List<Canisters.Canister> canisters) throws IOException {
    write(
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Status of an Atoll node</title></head>
        <body>
        <h1>The node is %s</h1>
        <dl>
        <dt>subnet</dt><dd>%s</dd>
        <dt>certified height</dt><dd>%s</dd>
        <dt>version</dt><dd>%s</dd>
        </dl>
        <h2>Canisters: %d</h2>
        <table>
        <tr><th>canister</th><th>module hash</th></tr>
        """
            .formatted(
                escape(status.health().text()),
                escape(status.subnetId().toString()),
                escape(status.certifiedHeight().toString()),
                escape(status.version()),
                canisters.size()));
    for (Canisters.Canister canister : canisters) {
      write(
          "<tr><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  escape(canister.id().toString()),
                  canister.moduleHash().isEmpty()
                      ? "nothing installed"
                      : escape(canister.moduleHash())));
    }
    write("</table>\n</body>\n</html>\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
