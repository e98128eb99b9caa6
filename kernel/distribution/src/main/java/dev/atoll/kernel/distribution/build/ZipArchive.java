package dev.atoll.kernel.distribution.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.CRC32;

/// Writes a zip file with Unix modes whose bytes depend on nothing but names, modes and contents.
///
/// Entries are stored as they are: what products hold is compressed already, and compressors differ
/// from one version of the JDK to the next.
///
/// Source: APPNOTE.TXT of PKWARE, 4.3 and 4.4.
final class ZipArchive {

  private static final short VERSION = 20;

  /// "Made by" Unix, so that modes count.
  private static final short MADE_BY = (short) (3 << 8 | VERSION);

  private static final short UTF_8_NAMES = 1 << 11;

  private static final int FILE_TYPE = 0100000;

  private static final long BYTES_MAX = 0xFFFFFFFFL;

  private final int time;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int count;
  private long offset;

  private ZipArchive(Instant time) {
    this.time = dosTime(time);
  }

  /// @param root the folder that all names begin with, ending in `/`
  static void write(FileTree tree, String root, Path output, Instant time) throws IOException {
    ZipArchive zip = new ZipArchive(time);
    try (OutputStream out = Files.newOutputStream(output)) {
      for (var file : tree.entries().entrySet()) {
        zip.add(out, root + file.getKey(), file.getValue());
      }
      zip.finish(out);
    }
  }

  private void add(OutputStream out, String name, FileTree.Entry entry) throws IOException {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    long size = entry.content().size();
    if (offset + size > BYTES_MAX) {
      throw new IOException("the zip file would have more than 4 GiB");
    }
    int crc = crc(entry.content());
    byte[] localHeader = new byte[30];
    ByteBuffer local = littleEndian(localHeader);
    local.putInt(0x04034b50);
    common(local, crc, size, nameBytes.length);
    byte[] centralHeader = new byte[46];
    ByteBuffer central = littleEndian(centralHeader);
    central.putInt(0x02014b50).putShort(MADE_BY);
    common(central, crc, size, nameBytes.length);
    central
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0); // comment, disk, attributes
    central.putInt((FILE_TYPE | (entry.executable() ? 0755 : 0644)) << 16);
    central.putInt((int) offset);
    directory.writeBytes(centralHeader);
    directory.writeBytes(nameBytes);
    out.write(localHeader);
    out.write(nameBytes);
    try (InputStream in = entry.content().open()) {
      in.transferTo(out);
    }
    offset += localHeader.length + nameBytes.length + size;
    count++;
  }

  /// What a local header and the directory both say.
  private void common(ByteBuffer header, int crc, long size, int nameLength) {
    header.putShort(VERSION).putShort(UTF_8_NAMES).putShort((short) 0); // stored
    header.putInt(time).putInt(crc).putInt((int) size).putInt((int) size);
    header.putShort((short) nameLength).putShort((short) 0);
  }

  private void finish(OutputStream out) throws IOException {
    directory.writeTo(out);
    byte[] endRecord = new byte[22];
    ByteBuffer end = littleEndian(endRecord);
    end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    end.putShort((short) count).putShort((short) count);
    end.putInt(directory.size()).putInt((int) offset).putShort((short) 0);
    out.write(endRecord);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int crc(FileTree.Content content) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = content.open()) {
      for (int n; (n = in.read(buffer)) >= 0; ) {
        crc.update(buffer, 0, n);
      }
    }
    return (int) crc.getValue();
  }

  /// Two seconds are its unit, and it knows no time zone: UTC is meant.
  private static int dosTime(Instant instant) {
    LocalDateTime t = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    int date = (t.getYear() - 1980) << 9 | t.getMonthValue() << 5 | t.getDayOfMonth();
    return date << 16 | t.getHour() << 11 | t.getMinute() << 5 | t.getSecond() / 2;
  }
}
