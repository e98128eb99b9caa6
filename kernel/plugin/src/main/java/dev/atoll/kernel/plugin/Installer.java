package dev.atoll.kernel.plugin;

import dev.atoll.kernel.distribution.AssemblyResolver;
import dev.atoll.kernel.distribution.Candidate;
import dev.atoll.kernel.distribution.Coordinates;
import dev.atoll.kernel.distribution.DistributionFile;
import dev.atoll.kernel.distribution.NearestName;
import dev.atoll.kernel.distribution.Repositories;
import dev.atoll.kernel.launcher.DistributionLock;
import dev.atoll.kernel.launcher.DistributionLock.LockedBundle;
import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import dev.atoll.kernel.launcher.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Puts plugins into a product and takes them out. Everything is checked before anything is
/// changed: the signature, what the product has already, and that all of it still resolves.
///
/// @param product the directory that holds `bundles` and the lock
/// @param lock of the product
public record Installer(Path product, DistributionLock lock) {

  private static final String FOLDER = "plugins";

  /// @param use whether it shall be started in place of what the product has for the same
  /// @param config sections that hold while it is installed
  public record Wish(boolean use, Map<String, Object> config) {}

  /// @throws KernelException if the plugin is refused; nothing was changed then
  public InstalledPlugin check(Path jar, Wish wish) throws IOException {
    PublicKeyFile signer =
        SignatureFile.beside(SignatureFile.What.PLUGIN, jar).verify(jar, TrustedKeys.of(product));
    PluginJar plugin = PluginJar.read(jar);
    InstalledPlugins installed = InstalledPlugins.of(product);
    checkNew(plugin, installed);
    InstalledPlugins starting = starting(installed);
    List<LockedBundle> replaced = replaced(plugin, starting, wish.use());
    InstalledPlugin entry =
        new InstalledPlugin(
            new LockedBundle(
                plugin.bundle().id().toString(),
                plugin.bundle().sha256(),
                plugin.bundle().size(),
                false,
                true),
            plugin.bundle().symbolicName(),
            plugin.bundle().version().toString(),
            plugin.bundle().licence(),
            plugin.kinds(),
            replaced.stream().map(InstalledPlugins::keyOf).toList(),
            signer.id(),
            wish.config());
    resolve(starting.with(entry), Optional.of(plugin.bundle()), entry.toString());
    checkConfig(wish.config(), installed.with(entry));
    return entry;
  }

  /// Checks the plugin, copies it with its signature, and has it start with the node from now on.
  public InstalledPlugin install(Path jar, Wish wish) throws IOException {
    InstalledPlugin entry = check(jar, wish);
    InstalledPlugins before = InstalledPlugins.of(product);
    Path to = entry.bundle().folder(product).resolve(entry.bundle().fileName());
    Files.createDirectories(product.resolve(FOLDER));
    copy(SignatureFile.beside(jar), SignatureFile.beside(to));
    copy(jar, to);
    before.with(entry).write(product);
    before
        .find(entry.name())
        .filter(old -> !old.bundle().fileName().equals(entry.bundle().fileName()))
        .ifPresent(this::delete);
    return entry;
  }

  /// What is installed and does not fit any more, such as after an update of the product.
  public List<KernelException> unresolved() {
    InstalledPlugins starting = starting(InstalledPlugins.of(product));
    List<KernelException> unresolved = new ArrayList<>();
    InstalledPlugins fitting = new InstalledPlugins(List.of());
    for (InstalledPlugin plugin : starting.plugins()) {
      try {
        resolve(fitting.with(plugin), Optional.empty(), plugin.toString());
        fitting = fitting.with(plugin);
      } catch (KernelException e) {
        unresolved.add(e);
      }
    }
    return unresolved;
  }

  /// Those that the next start would not leave out: one that was damaged is in nobody's way.
  private InstalledPlugins starting(InstalledPlugins plugins) {
    return plugins.except(plugins.refused(product));
  }

  private static void copy(Path from, Path to) throws IOException {
    Path fresh = to.resolveSibling(to.getFileName() + ".new");
    Files.copy(from, fresh, StandardCopyOption.REPLACE_EXISTING);
    Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /// @throws KernelException if there is no such plugin, or others need it
  public InstalledPlugin remove(String name) throws IOException {
    InstalledPlugins before = InstalledPlugins.of(product);
    InstalledPlugin plugin =
        before
            .find(name)
            .orElseThrow(
                () ->
                    refused(
                        "%s is no installed plugin, there are: %s"
                            .formatted(
                                name,
                                before.plugins().isEmpty()
                                    ? "none"
                                    : before.plugins().stream()
                                        .map(InstalledPlugin::name)
                                        .collect(Collectors.joining(", "))),
                        "atoll plugin list"));
    resolve(starting(before.without(plugin)), Optional.empty(), "the product without " + plugin);
    before.without(plugin).write(product);
    delete(plugin);
    return plugin;
  }

  private void delete(InstalledPlugin plugin) {
    Path file = plugin.bundle().folder(product).resolve(plugin.bundle().fileName());
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(SignatureFile.beside(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Two bundles of one name would be two of the same; what is installed is never half changed.
  private void checkNew(PluginJar plugin, InstalledPlugins installed) {
    String name = plugin.bundle().symbolicName();
    for (LockedBundle bundle : lock.bundles()) {
      if (Manifests.symbolicName(file(bundle)).filter(name::equals).isPresent()) {
        throw refused(
            "%s has the name of a bundle of the product: %s"
                .formatted(plugin.bundle(), bundle.id()),
            "give it another Bundle-SymbolicName");
      }
    }
    installed
        .find(name)
        .filter(there -> there.version().equals(plugin.bundle().version().toString()))
        .ifPresent(
            there -> {
              boolean same = there.bundle().sha256().equals(plugin.bundle().sha256());
              throw refused(
                  same
                      ? "%s is installed already".formatted(there)
                      : "%s is installed already with other contents: sha256 %s, this one has %s"
                          .formatted(there, there.bundle().sha256(), plugin.bundle().sha256()),
                  same
                      ? "atoll plugin list"
                      : "give it another Bundle-Version, or first: atoll plugin remove " + name);
            });
  }

  private Path file(LockedBundle bundle) {
    return bundle.folder(product).resolve(bundle.fileName());
  }

  /// The bundles of the product that make room.
  ///
  /// @throws KernelException if there are such, and it was not said that they shall
  private List<LockedBundle> replaced(PluginJar plugin, InstalledPlugins installed, boolean use) {
    InstalledPlugins others =
        installed.find(plugin.bundle().symbolicName()).map(installed::without).orElse(installed);
    List<LockedBundle> started = others.in(lock).started();
    List<PluginJar> jars = started.stream().map(b -> PluginJar.of(file(b))).toList();
    Set<String> single = new TreeSet<>();
    jars.forEach(
        jar ->
            jar.requires().stream()
                .filter(requirement -> !requirement.multiple())
                .forEach(requirement -> single.add(requirement.type())));
    List<LockedBundle> replaced = new ArrayList<>();
    for (int i = 0; i < started.size(); i++) {
      List<String> both =
          jars.get(i).provides().stream()
              .filter(type -> plugin.provides().contains(type) && single.contains(type))
              .toList();
      if (!both.isEmpty()) {
        if (started.get(i).plugin()) {
          throw refused(
              "%s provides %s, and so does the plugin %s, which is installed: a node takes one"
                  .formatted(plugin.bundle(), both.getFirst(), started.get(i).id()),
              "atoll plugin remove " + jars.get(i).bundle().symbolicName());
        }
        if (!use) {
          throw refused(
              "%s provides %s, and so does %s of the product: a node takes one"
                  .formatted(plugin.bundle(), both.getFirst(), started.get(i).id()),
              "say that the plugin shall be started in its place, with --use");
        }
        replaced.add(started.get(i));
      }
    }
    if (use && replaced.isEmpty()) {
      throw refused(
          "%s has nothing to be used in place of: no bundle of the product does the same"
              .formatted(plugin.bundle()),
          "install it without --use");
    }
    return replaced;
  }

  private void resolve(InstalledPlugins plugins, Optional<Candidate> added, String what) {
    Repositories repositories =
        Repositories.of(List.of(product.resolve("bundles")), Path.of("absent"));
    List<Coordinates> ids = new ArrayList<>();
    for (LockedBundle bundle : plugins.in(lock).started()) {
      ids.add(Coordinates.parse(bundle.id()));
      if (bundle.plugin() && Files.isRegularFile(file(bundle))) {
        repositories.with(file(bundle), Coordinates.parse(bundle.id()));
      }
    }
    added.ifPresent(candidate -> repositories.with(candidate.file(), candidate.id()));
    try {
      AssemblyResolver.resolve(DistributionFile.of("plugins", ids), repositories);
    } catch (KernelException e) {
      if (e.code() != Code.UNRESOLVED) {
        throw e;
      }
      throw new KernelException(
          Code.PLUGIN_REFUSED,
          "%s does not fit %s: %s"
              .formatted(
                  what,
                  lock.id(),
                  String.valueOf(e.getMessage())
                      .replaceFirst("^the distribution does not resolve:\\s*", "")),
          "install a version that was built for the SPI of this node, or what it needs",
          e);
    }
  }

  private void checkConfig(Map<String, Object> config, InstalledPlugins plugins) {
    Set<String> names = new TreeSet<>();
    lock.bundles().forEach(b -> Manifests.symbolicName(file(b)).ifPresent(names::add));
    plugins.plugins().forEach(p -> names.add(p.name()));
    for (String section : config.keySet()) {
      if (!names.contains(section)) {
        throw new KernelException(
            Code.CONFIG,
            "--config has a section for %s, which is no bundle of the product%s"
                .formatted(section, NearestName.hint(section, names)),
            "use the symbolic name of a bundle: " + String.join(", ", names));
      }
    }
  }

  private static KernelException refused(String message, String fix) {
    return new KernelException(Code.PLUGIN_REFUSED, message, fix);
  }
}
