package dev.atoll.kernel.distribution.build;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Files to be laid out: names with `/`, contents, and whether they can be executed. Owners, times
/// and the order on a disk are no part of it.
public final class FileTree {

  private final SortedMap<String, Entry> entries = new TreeMap<>();

  /// The content of a file.
  public sealed interface Content {

    /// What a file has when it is written.
    record OfFile(Path file) implements Content {}

    /// A text, in UTF-8.
    record OfText(String text) implements Content {}

    default InputStream open() throws IOException {
      return switch (this) {
        case OfFile(Path file) -> Files.newInputStream(file);
        case OfText(String text) -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      };
    }

    default long size() throws IOException {
      return switch (this) {
        case OfFile(Path file) -> Files.size(file);
        case OfText(String text) -> text.getBytes(StandardCharsets.UTF_8).length;
      };
    }
  }

  /// One file.
  public record Entry(Content content, boolean executable) {}

  FileTree put(String name, Path file) {
    return put(name, new Entry(new Content.OfFile(file), false));
  }

  FileTree put(String name, String text, boolean executable) {
    return put(name, new Entry(new Content.OfText(text), executable));
  }

  FileTree put(String name, Entry entry) {
    if (entries.putIfAbsent(name, entry) != null) {
      throw new IllegalArgumentException("two files of the product are called " + name);
    }
    return this;
  }

  /// All files below `folder`, under `prefix`; links are followed.
  FileTree putAll(String prefix, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = prefix + folder.relativize(file).toString().replace('\\', '/');
        put(name, new Entry(new Content.OfFile(file), Files.isExecutable(file)));
      }
    }
    return this;
  }

  /// By name, in the order of the names.
  public SortedMap<String, Entry> entries() {
    return Collections.unmodifiableSortedMap(entries);
  }

  /// Identifies names, modes and contents: SHA-256 over a line for each file.
  public String digest() throws IOException {
    MessageDigest digest = Hashing.sha256();
    entries.forEach(
        (name, entry) -> {
          try {
            String line =
                "%s %s %s\n"
                    .formatted(
                        entry.executable() ? "755" : "644", Hashing.hex(entry.content()), name);
            digest.update(line.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Replaces what is at `output`, with one time and two modes for all.
  public void writeTo(Path output, Instant time) throws IOException {
    delete(output);
    Files.createDirectories(output);
    for (var named : entries.entrySet()) {
      Path file = output.resolve(named.getKey());
      Files.createDirectories(file.getParent());
      try (InputStream in = named.getValue().content().open()) {
        Files.copy(in, file);
      }
      Files.setPosixFilePermissions(
          file,
          PosixFilePermissions.fromString(
              named.getValue().executable() ? "rwxr-xr-x" : "rw-r--r--"));
    }
    for (Path path : deepestFirst(output)) {
      Files.setLastModifiedTime(path, FileTime.from(time));
    }
  }

  static void delete(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path each : deepestFirst(path)) {
        Files.delete(each);
      }
    }
  }

  private static List<Path> deepestFirst(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
