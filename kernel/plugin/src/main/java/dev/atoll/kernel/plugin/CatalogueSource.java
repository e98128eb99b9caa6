package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Where a catalogue is: a file, a folder that has it, or an `http` or `https` address.
///
/// Nothing that comes from it is used before its signature was checked, so the way there need not
/// be trusted.
///
/// @param address of `catalog.json`
public record CatalogueSource(URI address) {

  /// Addresses, one a line, below a product.
  private static final String FILE = "etc/catalogues";

  private static final long CATALOGUE_BYTES_MAX = 16L << 20;

  private static final long PLUGIN_BYTES_MAX = 512L << 20;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  private static final Duration REQUEST_MAX = Duration.ofMinutes(2);

  /// @param text a path or an address, with or without `catalog.json`
  public static CatalogueSource of(String text) {
    if (text.startsWith("http://") || text.startsWith("https://")) {
      return new CatalogueSource(
          URI.create(
              text.endsWith(".json")
                  ? text
                  : text + (text.endsWith("/") ? "" : "/") + Catalogue.FILE_NAME));
    }
    Path path = Path.of(text).toAbsolutePath().normalize();
    return new CatalogueSource(
        (Files.isDirectory(path) ? path.resolve(Catalogue.FILE_NAME) : path).toUri());
  }

  /// Those that a product names in `etc/catalogues`.
  public static List<CatalogueSource> ofProduct(Path product) throws IOException {
    Path file = product.resolve(FILE);
    List<CatalogueSource> sources = new ArrayList<>();
    if (Files.isRegularFile(file)) {
      Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .forEach(line -> sources.add(of(line)));
    }
    return sources;
  }

  /// Reads it and checks its signature.
  ///
  /// @param scratch an empty folder for what is fetched
  /// @throws KernelException if it cannot be had, or no trusted key has signed it
  public Catalogue fetch(Path scratch, TrustedKeys trusted)
      throws IOException, InterruptedException {
    Path file = scratch.resolve(Catalogue.FILE_NAME);
    fetch(address, file, CATALOGUE_BYTES_MAX);
    fetch(URI.create(address + ".sig"), SignatureFile.beside(file), CATALOGUE_BYTES_MAX);
    SignatureFile.beside(SignatureFile.What.CATALOGUE, file).verify(file, trusted);
    return Catalogue.parse(file, address.toString());
  }

  /// Fetches a jar with its signature, and checks that it is the one of the catalogue.
  public Path fetch(Catalogue.Entry entry, Path scratch) throws IOException, InterruptedException {
    URI from = address.resolve(entry.file());
    Path jar =
        scratch.resolve(Objects.requireNonNull(Path.of(from.getPath()).getFileName()).toString());
    fetch(
        from, jar, Math.min(entry.size() < 0 ? PLUGIN_BYTES_MAX : entry.size(), PLUGIN_BYTES_MAX));
    String found = dev.atoll.kernel.launcher.Digests.sha256(jar);
    if (!found.equals(entry.sha256())) {
      throw new KernelException(
          Code.PLUGIN_REFUSED,
          "%s has sha256 %s, the catalogue %s says %s"
              .formatted(from, found, address, entry.sha256()),
          "tell whoever hosts it");
    }
    Files.writeString(SignatureFile.beside(jar), Json.write(entry.signature().toMap()));
    return jar;
  }

  private static void fetch(URI from, Path to, long bytesMax)
      throws IOException, InterruptedException {
    if ("file".equals(from.getScheme())) {
      Path path = Path.of(from);
      if (!Files.isRegularFile(path)) {
        throw absent(from, "there is no such file");
      }
      try (InputStream in = Files.newInputStream(path)) {
        copy(in, to, bytesMax, from);
      }
      return;
    }
    try (HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<InputStream> answer =
          http.send(
              HttpRequest.newBuilder(from).timeout(REQUEST_MAX).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        if (answer.statusCode() != 200) {
          throw absent(from, "status " + answer.statusCode());
        }
        copy(in, to, bytesMax, from);
      }
    } catch (IOException e) {
      throw absent(from, e.toString());
    }
  }

  private static void copy(InputStream in, Path to, long bytesMax, URI from) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(to)) {
      for (int n; (n = in.read(buffer)) >= 0; ) {
        size += n;
        if (size > bytesMax) {
          throw absent(from, "it has more than %d bytes".formatted(bytesMax));
        }
        out.write(buffer, 0, n);
      }
    }
  }

  private static KernelException absent(URI from, String why) {
    return new KernelException(
        Code.PLUGIN_REFUSED,
        "cannot get %s: %s".formatted(from, why),
        "correct --catalog, or the lines of %s in the product".formatted(FILE));
  }
}
