package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.EnumSet;
import java.util.Set;

/// An Ed25519 private key with its public half, as two PEM files: `NAME.pem` (PKCS #8, for its
/// owner alone) and `NAME.pub.pem`.
///
/// @param id of the public key, see [PublicKeyFile]
public record SigningKey(String id, PrivateKey secret, Path file, Path publicFile) {

  private static final String SUFFIX = ".pem";

  private static final String PUBLIC_SUFFIX = ".pub.pem";

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /// Makes a pair and writes both files.
  ///
  /// @param name with or without `.pem`; its folder is made if need be
  /// @throws KernelException if one of the files is there already
  public static SigningKey generate(Path name) throws IOException {
    Path secretFile = withSuffix(name, SUFFIX);
    Path publicFile = withSuffix(name, PUBLIC_SUFFIX);
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      if (Files.exists(publicFile)) {
        throw new FileAlreadyExistsException(publicFile.toString());
      }
      Files.createDirectories(secretFile.toAbsolutePath().getParent());
      Files.createFile(secretFile, ownerAlone(secretFile));
      Files.writeString(secretFile, Pem.encode(pair.getPrivate().getEncoded(), "PRIVATE KEY"));
      Files.writeString(
          publicFile,
          Pem.encode(pair.getPublic().getEncoded(), "PUBLIC KEY"),
          StandardOpenOption.CREATE_NEW);
      return new SigningKey(
          PublicKeyFile.idOf(pair.getPublic()), pair.getPrivate(), secretFile, publicFile);
    } catch (FileAlreadyExistsException e) {
      throw new KernelException(
          Code.CONFIG,
          "%s is there already, and a key is never written over".formatted(e.getMessage()),
          "choose another name",
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java 15 and later has it
    }
  }

  /// Reads a private key; its public half lies beside it, and is checked to be that.
  ///
  /// @throws KernelException if others may read the file, or it is no such key
  public static SigningKey read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new KernelException(
          Code.CONFIG,
          "there is no key file %s".formatted(file),
          "make a pair with: atoll plugin keygen NAME");
    }
    checkPrivate(file);
    try {
      PrivateKey secret =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Pem.decode(Files.readString(file), "PRIVATE KEY")));
      Path publicFile = withSuffix(file, PUBLIC_SUFFIX);
      PublicKey half = PublicKeyFile.read(publicFile).key();
      SigningKey key = new SigningKey(PublicKeyFile.idOf(half), secret, file, publicFile);
      byte[] probe = key.sign(new byte[] {1});
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(half);
      verifier.update(new byte[] {1});
      if (!verifier.verify(probe)) {
        throw new KernelException(
            Code.CONFIG,
            "%s is not the public half of %s".formatted(publicFile, file),
            "restore the file that belongs to it, or make a new pair");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new KernelException(
          Code.CONFIG,
          "%s is no Ed25519 private key in PEM: %s".formatted(file, e.getMessage()),
          "give the file NAME.pem that atoll plugin keygen wrote",
          e);
    }
  }

  private static void checkPrivate(Path file) throws IOException {
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
    if (found.stream().anyMatch(OTHERS::contains)) {
      throw new KernelException(
          Code.CONFIG,
          "private key %s has the permissions %s, expected rw-------"
              .formatted(file, PosixFilePermissions.toString(found)),
          "chmod 600 " + file);
    }
  }

  byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // the key was checked
    }
  }

  private static Path withSuffix(Path name, String suffix) {
    String text = String.valueOf(name.getFileName());
    String stem = text.endsWith(SUFFIX) ? text.substring(0, text.length() - SUFFIX.length()) : text;
    return name.resolveSibling(stem + suffix);
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ownerAlone(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /// Never the secret.
  @Override
  public String toString() {
    return "%s (%s)".formatted(file, PublicKeyFile.shortId(id));
  }
}
