package dev.atoll.kernel.distribution.build;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The C library of the machine that builds, for images that have nothing below them.
///
/// It is an input as the JDK is: another version of it is another image.
final class SystemLibraries {

  private static final List<String> FOLDERS =
      List.of("lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu", "lib64", "lib");

  /// What the JVM and native code in bundles are linked with.
  private static final List<String> LIBRARIES =
      List.of("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1");

  /// What some native code in bundles is linked with.
  private static final List<String> OPTIONAL = List.of("libgcc_s.so.1", "libstdc++.so.6");

  private static final List<String> LOADERS =
      List.of("lib64/ld-linux-x86-64.so.2", "lib/ld-linux-aarch64.so.1");

  private SystemLibraries() {}

  /// @param root of the file system to take them from
  static FileTree find(Path root) {
    FileTree tree = new FileTree();
    LOADERS.stream()
        .filter(name -> Files.isRegularFile(root.resolve(name)))
        .forEach(name -> put(tree, root, name));
    boolean hasLoader = !tree.entries().isEmpty();
    for (String library : LIBRARIES) {
      if (!hasLoader || !put(tree, root, library, FOLDERS)) {
        throw new KernelException(
            Code.CONFIG,
            "this machine has no %s of glibc, which the image needs".formatted(library),
            "build the image on a Linux with glibc, such as Debian");
      }
    }
    OPTIONAL.forEach(library -> put(tree, root, library, FOLDERS));
    return tree;
  }

  private static boolean put(FileTree tree, Path root, String library, List<String> folders) {
    for (String folder : folders) {
      if (Files.isRegularFile(root.resolve(folder).resolve(library))) {
        put(tree, root, folder + "/" + library);
        return true;
      }
    }
    return false;
  }

  private static void put(FileTree tree, Path root, String name) {
    tree.put(name, new FileTree.Entry(new FileTree.Content.OfFile(root.resolve(name)), true));
  }
}
