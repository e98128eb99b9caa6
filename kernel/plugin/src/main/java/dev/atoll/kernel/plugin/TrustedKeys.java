package dev.atoll.kernel.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys whose signatures a product takes: `etc/trusted-keys/*.pem`, one public key in each.
///
/// @param folder where they are
/// @param keys in the order of their files
public record TrustedKeys(Path folder, List<PublicKeyFile> keys) {

  /// Below a product.
  public static final String FOLDER = "etc/trusted-keys";

  /// Those of a product, none if there is no folder.
  public static TrustedKeys of(Path product) {
    return in(product.resolve(FOLDER));
  }

  static TrustedKeys in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return new TrustedKeys(folder, List.of());
    }
    try (Stream<Path> files = Files.list(folder)) {
      return new TrustedKeys(
          folder,
          files
              .filter(file -> file.toString().endsWith(".pem"))
              .sorted()
              .map(PublicKeyFile::read)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies a public key to the others.
  ///
  /// @return its id
  public String add(Path file) throws IOException {
    PublicKeyFile key = PublicKeyFile.read(file);
    if (find(key.id()).isEmpty()) {
      Files.createDirectories(folder);
      Files.copy(
          file,
          folder.resolve(Objects.requireNonNull(file.getFileName())),
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    return key.id();
  }

  Optional<PublicKeyFile> find(String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /// Ids by the names of their files.
  public java.util.SequencedMap<String, String> names() {
    java.util.SequencedMap<String, String> names = new java.util.LinkedHashMap<>();
    keys.forEach(key -> names.put(String.valueOf(key.file().getFileName()), key.id()));
    return names;
  }

  @Override
  public String toString() {
    return keys.isEmpty()
        ? "no keys (%s is empty)".formatted(folder)
        : keys.stream().map(PublicKeyFile::toString).collect(Collectors.joining(", "));
  }
}
