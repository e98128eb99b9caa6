package dev.atoll.kernel.distribution.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeSet;

/// Writes a tar file whose bytes depend on nothing but names, modes and contents: owner 0, one
/// time, folders before what is in them, names in their order.
///
/// Source: POSIX.1-1988, "ustar Interchange Format".
final class TarArchive {

  private static final int BLOCK_BYTES = 512;

  private static final int NAME_BYTES_MAX = 100;

  private static final int PREFIX_BYTES_MAX = 155;

  private final OutputStream out;
  private final long seconds;

  private TarArchive(OutputStream out, Instant time) {
    this.out = out;
    this.seconds = time.getEpochSecond();
  }

  /// @param shared folders that everybody may write to, such as `tmp/`
  static void write(FileTree tree, Iterable<String> shared, OutputStream out, Instant time)
      throws IOException {
    TarArchive tar = new TarArchive(out, time);
    TreeSet<String> folders = new TreeSet<>();
    for (String name : tree.entries().keySet()) {
      for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
        folders.add(name.substring(0, slash + 1));
      }
    }
    for (String folder : folders) {
      tar.header(folder, 0755, 0, '5');
    }
    for (String folder : shared) {
      tar.header(folder, 01777, 0, '5');
    }
    for (var file : tree.entries().entrySet()) {
      tar.file(file.getKey(), file.getValue());
    }
    out.write(new byte[2 * BLOCK_BYTES]);
  }

  private void file(String name, FileTree.Entry entry) throws IOException {
    long size = entry.content().size();
    header(name, entry.executable() ? 0755 : 0644, size, '0');
    try (InputStream in = entry.content().open()) {
      in.transferTo(out);
    }
    out.write(new byte[(int) (-size & (BLOCK_BYTES - 1))]);
  }

  private void header(String name, int mode, long size, char type) throws IOException {
    byte[] header = new byte[BLOCK_BYTES];
    int split = split(name);
    put(header, 0, name.substring(split == 0 ? 0 : split + 1));
    octal(header, 100, 8, mode);
    octal(header, 108, 8, 0);
    octal(header, 116, 8, 0);
    octal(header, 124, 12, size);
    octal(header, 136, 12, seconds);
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar\0" + "00");
    put(header, 345, name.substring(0, split));
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    octal(header, 148, 7, sum);
    out.write(header);
  }

  /// Where a long name is cut in two; 0 if it is short.
  private static int split(String name) throws IOException {
    if (name.length() <= NAME_BYTES_MAX) {
      return 0;
    }
    int split = name.indexOf('/', name.length() - NAME_BYTES_MAX - 1);
    if (split <= 0 || split > PREFIX_BYTES_MAX || split == name.length() - 1) {
      throw new IOException(
          "name has %d characters, too many for a tar file: %s".formatted(name.length(), name));
    }
    return split;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static void octal(byte[] header, int at, int length, long value) {
    String digits = Long.toOctalString(value);
    put(header, at, "0".repeat(length - 1 - digits.length()) + digits + "\0");
  }
}
