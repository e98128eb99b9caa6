package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.Digests;
import dev.atoll.kernel.launcher.Json;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// A detached signature, in a file beside what is signed: `x.jar.sig` for `x.jar`. A JSON object:
///
/// | key | value |
/// |---|---|
/// | `format` | 1 |
/// | `what` | `plugin` or `catalogue` |
/// | `algorithm` | `Ed25519` |
/// | `key` | id of the public key, see [PublicKeyFile] |
/// | `sha256` | of the file that is signed, in lower-case hexadecimal |
/// | `signature` | in base64 |
///
/// Signed are the bytes of three lines in UTF-8, each ended by `\n`: `atoll-signature-v1`, what it
/// is, and the SHA-256 of the file. So a signature over a plugin is none over a catalogue, and none
/// over anything else that the key may be used for.
public record SignatureFile(What what, String key, String sha256, String signature) {

  private static final int FORMAT = 1;

  private static final String ALGORITHM = "Ed25519";

  private static final String DOMAIN = "atoll-signature-v1";

  /// The kinds of files that are signed.
  public enum What {
    PLUGIN,
    CATALOGUE;

    String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// Where the signature of a file is.
  public static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".sig");
  }

  /// Signs a file and writes the signature beside it.
  public static SignatureFile write(What what, Path file, SigningKey key) throws IOException {
    SignatureFile made = of(what, Digests.sha256(file), key);
    Files.writeString(beside(file), Json.write(made.toMap()));
    return made;
  }

  static SignatureFile of(What what, String sha256, SigningKey key) {
    return new SignatureFile(
        what,
        key.id(),
        sha256,
        Base64.getEncoder().encodeToString(key.sign(message(what, sha256))));
  }

  private static byte[] message(What what, String sha256) {
    return (DOMAIN + "\n" + what.text() + "\n" + sha256 + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// The signature beside a file.
  ///
  /// @throws KernelException if there is none, or it is none of this format
  public static SignatureFile beside(What what, Path file) {
    Path from = beside(file);
    if (!Files.isRegularFile(from)) {
      throw new KernelException(
          Code.PLUGIN_REFUSED,
          "%s is not signed: there is no %s".formatted(file.getFileName(), from),
          "ask its publisher for the signature, or sign it: atoll plugin sign %s --key KEY.pem"
              .formatted(file));
    }
    try {
      return of(what, Json.read(from), from.toString());
    } catch (IOException e) {
      throw unreadable(from.toString(), String.valueOf(e.getMessage()));
    }
  }

  static SignatureFile of(What what, Map<String, Object> json, String from) {
    if (!Integer.valueOf(FORMAT).equals(json.get("format"))
        || !ALGORITHM.equals(json.get("algorithm"))) {
      throw unreadable(
          from,
          "format %s with %s, expected %d with %s"
              .formatted(json.get("format"), json.get("algorithm"), FORMAT, ALGORITHM));
    }
    if (!what.text().equals(json.get("what"))) {
      throw unreadable(
          from, "it is over a %s, expected a %s".formatted(json.get("what"), what.text()));
    }
    for (String key : new String[] {"key", "sha256", "signature"}) {
      if (!(json.get(key) instanceof String)) {
        throw unreadable(from, "\"%s\" is missing".formatted(key));
      }
    }
    return new SignatureFile(
        what,
        String.valueOf(json.get("key")),
        String.valueOf(json.get("sha256")),
        String.valueOf(json.get("signature")));
  }

  private static KernelException unreadable(String from, String why) {
    return new KernelException(
        Code.PLUGIN_REFUSED,
        "signature %s cannot be used: %s".formatted(from, why),
        "get it from the publisher again");
  }

  Map<String, Object> toMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("what", what.text());
    json.put("algorithm", ALGORITHM);
    json.put("key", key);
    json.put("sha256", sha256);
    json.put("signature", signature);
    return json;
  }

  /// Proves that a trusted key has signed the file as it is.
  ///
  /// @return the key
  /// @throws KernelException if the file is another one, the key is not trusted, or the signature
  ///     is not the key's
  PublicKeyFile verify(Path file, TrustedKeys trusted) {
    String found;
    try {
      found = Digests.sha256(file);
    } catch (IOException e) {
      throw new KernelException(
          Code.PLUGIN_REFUSED, "cannot read %s: %s".formatted(file, e), "correct the path", e);
    }
    if (!found.equals(sha256)) {
      throw new KernelException(
          Code.PLUGIN_REFUSED,
          "%s has sha256 %s, its signature is over %s: one of the two was changed"
              .formatted(file.getFileName(), found, sha256),
          "get both from the publisher again");
    }
    PublicKeyFile by =
        trusted
            .find(key)
            .orElseThrow(
                () ->
                    new KernelException(
                        Code.PLUGIN_REFUSED,
                        "%s is signed by the key %s, trusted are %s"
                            .formatted(file.getFileName(), PublicKeyFile.shortId(key), trusted),
                        "if you trust its publisher: atoll plugin trust KEY.pub.pem"));
    if (!isSignedBy(by)) {
      throw new KernelException(
          Code.PLUGIN_REFUSED,
          "%s has a signature that is not that of the key %s".formatted(file.getFileName(), by),
          "get both from the publisher again");
    }
    return by;
  }

  /// As [#verify], for people: the file of the key, and its short id.
  public String verifiedBy(Path file, TrustedKeys trusted) {
    return verify(file, trusted).toString();
  }

  private boolean isSignedBy(PublicKeyFile by) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(by.key());
      verifier.update(message(what, sha256));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // it has not even the form of one
    }
  }
}
