package dev.atoll.kernel.plugin;

import dev.atoll.kernel.launcher.KernelException;
import dev.atoll.kernel.launcher.KernelException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/// A stand-alone project of a plugin to begin with: its own pom, one bundle, a contract test.
///
/// @param name of the artifact and of the bundle, such as `my-storage`
/// @param packageName of its classes
public record PluginProject(Kind kind, String name, String packageName) {

  private static final int NAME_CHARS_MAX = 50;

  private static final String NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

  /// @throws KernelException for a name that would not work; it says why
  public PluginProject {
    if (!name.matches(NAME) || name.length() > NAME_CHARS_MAX) {
      throw new KernelException(
          Code.CONFIG,
          "name is \"%s\", expected at most %d lower-case letters, digits and single dashes, a"
                  .formatted(name, NAME_CHARS_MAX)
              + " letter first",
          "choose one such as --name my-" + kind.text());
    }
    if (name.startsWith("atoll-")) {
      throw new KernelException(
          Code.CONFIG,
          "name is %s: names that begin with atoll- are those of Atoll's own bundles"
              .formatted(name),
          "choose one such as --name my-" + kind.text());
    }
    if (!SourceVersion.isName(packageName, SourceVersion.latest())
        || !packageName.equals(packageName.toLowerCase(java.util.Locale.ROOT))
        || !packageName.contains(".")) {
      throw new KernelException(
          Code.CONFIG,
          "package is \"%s\", expected a name of Java in lower case with a dot"
              .formatted(packageName),
          "choose one such as --package com.example.mine");
    }
    if (Stream.of("java.", "javax.", "jakarta.", "dev.atoll.").anyMatch(packageName::startsWith)) {
      throw new KernelException(
          Code.CONFIG,
          "package is %s: packages that begin so belong to others".formatted(packageName),
          "choose one of your own, such as --package com.example.mine");
    }
  }

  /// The package that goes with a name: `com.example.mystorage` for `my-storage`.
  public static String defaultPackage(String name) {
    String part = name.replaceAll("[^a-z0-9]", "");
    return "com.example." + (SourceVersion.isKeyword(part) || part.isEmpty() ? "plugin" : part);
  }

  /// Version of Atoll that a new project is built with.
  public static String atollVersion() {
    return resource("version").strip();
  }

  /// Writes all files.
  ///
  /// @param directory must not exist, or be empty
  /// @return what was written, relative to `directory`
  /// @throws KernelException if there is something already
  public List<Path> writeTo(Path directory) throws IOException {
    if (Files.exists(directory)) {
      checkEmpty(directory);
    }
    TreeMap<String, String> files = new TreeMap<>();
    files.put("pom.xml", filled(resource("pom.xml")));
    files.put("README.md", filled(resource(kind.text() + ".md")));
    files.put(".gitignore", "target/\n");
    for (String file : kind.files()) {
      files.put(place(file, packageName, true), renamed(source(file)));
    }
    List<Path> written = new ArrayList<>();
    for (var file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, file.getValue());
      written.add(directory.relativize(path));
    }
    return written;
  }

  private static void checkEmpty(Path directory) throws IOException {
    boolean empty = false;
    if (Files.isDirectory(directory)) {
      try (Stream<Path> content = Files.list(directory)) {
        empty = content.findAny().isEmpty();
      }
    }
    if (!empty) {
      throw new KernelException(
          Code.CONFIG,
          "%s is there already, expected a new or an empty folder".formatted(directory),
          "give another one with --to DIR");
    }
  }

  private String source(String file) {
    return resource(kind.text() + "/" + place(file, kind.example().packageName(), false));
  }

  /// `main/java/X.java` with the folders of a package, and the own name in that of the file.
  private String place(String file, String ofPackage, boolean own) {
    if (file.startsWith("main/resources/")) {
      return own ? "src/" + renamed(file) : file;
    }
    int end = file.lastIndexOf('/');
    String name = file.substring(end + 1);
    return (own ? "src/" : "")
        + file.substring(0, end + 1)
        + ofPackage.replace('.', '/')
        + "/"
        + (own ? renamed(name) : name);
  }

  private String renamed(String text) {
    String stem = kind.stem(name);
    String after =
        text.replace(kind.example().packageName(), packageName)
            .replaceAll(kind.example().classes(), Matcher.quoteReplacement(className()));
    for (String own : kind.example().names()) {
      after = after.replace(own, own.replaceAll("[a-z]+", stem));
    }
    return after;
  }

  /// What the names of the classes begin with: `My` for a storage, `MyPage` for a mount.
  private String className() {
    return Arrays.stream(kind.stem(name).split("-", -1))
            .map(part -> Character.toUpperCase(part.charAt(0)) + part.substring(1))
            .collect(Collectors.joining())
        + kind.example().suffix();
  }

  private String filled(String text) {
    String candid = kind.example().candid() ? "" : "(?s) *<!-- candid -->.*?<!-- /candid -->\n";
    return text.replaceAll(candid.isEmpty() ? " *<!-- /?candid -->\n" : candid, "")
        .replace("@name@", name)
        .replace("@stem@", kind.stem(name))
        .replace("@Class@", className())
        .replace("@package@", packageName)
        .replace("@group@", packageName.substring(0, packageName.lastIndexOf('.')))
        .replace("@kind@", kind.text().replace('-', ' '))
        .replace("@atoll@", atollVersion());
  }

  static String resource(String name) {
    try (InputStream in = PluginProject.class.getResourceAsStream("/templates/" + name)) {
      return new String(
          Objects.requireNonNull(in, "no template " + name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
