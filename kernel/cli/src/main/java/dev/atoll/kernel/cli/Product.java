package dev.atoll.kernel.cli;

import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.plugin.InstalledPlugins;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/// The unpacked distribution that this process belongs to.
///
/// @param directory holds `bin`, `lib`, `bundles` and the lock
record Product(Path directory, DistributionLock lock) {

  /// Set by `bin/atoll`.
  private static final String HOME_PROPERTY = "atoll.home";

  static Product locate() {
    @Nullable String home = System.getProperty(HOME_PROPERTY);
    if (home == null) {
      throw new KernelException(
          Code.PRODUCT_DAMAGED,
          "the system property " + HOME_PROPERTY + " is not set",
          "start with the script bin/atoll of the product");
    }
    Path directory = Path.of(home);
    return new Product(
        directory, DistributionLock.read(directory.resolve(DistributionLock.FILE_NAME)));
  }

  Path bundles() {
    return directory.resolve("bundles");
  }

  /// What the next start begins with: the plugins that are installed, but those that are refused.
  DistributionLock withPlugins() {
    return plugins().in(lock);
  }

  /// The plugins that are not refused.
  ///
  /// @throws KernelException if it cannot be read which are installed
  InstalledPlugins plugins() {
    InstalledPlugins installed = InstalledPlugins.of(directory);
    return installed.except(installed.refused(directory));
  }

  /// The jar of a bundle of the product, or of a plugin.
  Path file(LockedBundle bundle) {
    return bundle.folder(directory).resolve(bundle.fileName());
  }

  /// `$ATOLL_HOME/<distribution>`, or `~/.local/share/atoll/<distribution>`.
  Path defaultStateDirectory() {
    @Nullable String home = System.getenv("ATOLL_HOME");
    Path base =
        home != null && !home.isEmpty()
            ? Path.of(home)
            : Path.of(System.getProperty("user.home"), ".local", "share", "atoll");
    return base.resolve(lock.name()).toAbsolutePath().normalize();
  }

  /// The command as the user typed it, such as `./atoll`.
  static String command() {
    return System.getProperty("atoll.command", "atoll");
  }

  /// A hint with commands of `atoll` as the user would type them.
  static String asTyped(String hint) {
    return hint.replaceAll(
        "(?<![\\w./-])atoll"
            + " (?=up|stop|status|bundles|config|completion|man|doctor|replay|dist|swap|plugin)",
        java.util.regex.Matcher.quoteReplacement(command()) + " ");
  }

  /// What `--version` prints.
  static final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
      DistributionLock lock = locate().lock();
      return new String[] {"atoll " + lock.version() + " (" + lock.name() + ")"};
    }
  }
}
