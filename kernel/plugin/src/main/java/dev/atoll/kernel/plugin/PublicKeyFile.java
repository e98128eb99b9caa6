package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// An Ed25519 public key, as PEM with a SubjectPublicKeyInfo (`openssl pkey -pubin` reads it).
///
/// @param id SHA-256 of the SubjectPublicKeyInfo in DER, in lower-case hexadecimal
/// @param file where it was read from
record PublicKeyFile(String id, PublicKey key, Path file) {

  /// What of an id is shown to people.
  static final int SHORT_ID_CHARS = 16;

  static PublicKeyFile read(Path file) {
    try {
      byte[] der = Pem.decode(Files.readString(file), "PUBLIC KEY");
      PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
      return new PublicKeyFile(idOf(key), key, file);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new KernelException(
          Code.CONFIG,
          "%s is no Ed25519 public key in PEM: %s".formatted(file, e.getMessage()),
          "make a pair with: atoll plugin keygen NAME",
          e);
    }
  }

  static String idOf(PublicKey key) {
    return HexFormat.of().formatHex(Sha256.of(key.getEncoded()));
  }

  static String shortId(String id) {
    return id.length() > SHORT_ID_CHARS ? id.substring(0, SHORT_ID_CHARS) : id;
  }

  /// Such as `acme.pub.pem (3f1c09ab12cd34ef)`.
  @Override
  public String toString() {
    return "%s (%s)".formatted(file.getFileName(), shortId(id));
  }
}
