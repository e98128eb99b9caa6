package dev.atoll.spi.storage;

import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;

/// The portable form of a whole storage, the same for every provider.
///
/// Big-endian. The eight bytes `ATOLLST1`; then records, each one byte of kind: 1 = table entry (2
/// bytes length and UTF-8 of the table name, 4 + key, 4 + value), in ascending order of table and
/// key; 2 = block (8 bytes height, 4 + block), in ascending order of height; 0 = end, followed by
// the
/// 32-byte SHA-256 of everything before it, the end byte included.
public final class StorageStream {

  private static final byte[] MAGIC = "ATOLLST1".getBytes(StandardCharsets.US_ASCII);

  private static final int END = 0;

  private static final int ENTRY = 1;

  private static final int BLOCK = 2;

  private StorageStream() {}

  /// Writes the stream; call the methods in the order of the format and [#finish] at the end.
  public static final class Writer {

    private final MessageDigest digest = dev.atoll.types.Hashes.newSha256();

    private final DataOutputStream out;

    public Writer(OutputStream target) throws IOException {
      out =
          new DataOutputStream(
              new DigestOutputStream(new BufferedOutputStream(target, 1 << 16), digest));
      out.write(MAGIC);
    }

    public void entry(String table, Bytes key, Bytes value) throws IOException {
      out.writeByte(ENTRY);
      byte[] name = table.getBytes(StandardCharsets.UTF_8);
      out.writeShort(name.length);
      out.write(name);
      write(key);
      write(value);
    }

    public void block(Height height, Bytes block) throws IOException {
      out.writeByte(BLOCK);
      out.writeLong(height.value());
      write(block);
    }

    /// Writes the end and flushes; the target stays open.
    public void finish() throws IOException {
      out.writeByte(END);
      byte[] hash = digest.digest();
      out.write(hash);
      out.flush();
    }

    private void write(Bytes bytes) throws IOException {
      out.writeInt(bytes.size());
      out.write(bytes.unsafeArray());
    }
  }

  /// Sees what a stream holds, in its order.
  public interface Visitor {

    void entry(String table, Bytes key, Bytes value) throws IOException;

    void block(Height height, Bytes block) throws IOException;
  }

  /// Reads a whole stream.
  ///
  /// The visitor sees everything before the hash is checked: apply it to something that can be
  // thrown
  /// away.
  ///
  /// @throws StorageException if the stream is damaged or cut
  public static void read(InputStream source, Visitor visitor) throws IOException {
    MessageDigest digest = dev.atoll.types.Hashes.newSha256();
    DataInputStream in =
        new DataInputStream(
            new DigestInputStream(new BufferedInputStream(source, 1 << 16), digest));
    try {
      byte[] magic = in.readNBytes(MAGIC.length);
      if (!java.util.Arrays.equals(magic, MAGIC)) {
        throw new StorageException("storage stream does not begin with ATOLLST1");
      }
      for (; ; ) {
        int kind = in.readUnsignedByte();
        switch (kind) {
          case ENTRY -> {
            String table = new String(exactly(in, in.readUnsignedShort()), StandardCharsets.UTF_8);
            Bytes key = bytes(in, Storage.KEY_SIZE_BYTES_MAX);
            visitor.entry(table, key, bytes(in, Storage.VALUE_SIZE_BYTES_MAX));
          }
          case BLOCK ->
              visitor.block(new Height(in.readLong()), bytes(in, BlockLog.BLOCK_SIZE_BYTES_MAX));
          case END -> {
            byte[] computed = digest.digest();
            if (!java.util.Arrays.equals(computed, exactly(in, computed.length))) {
              throw new StorageException("storage stream has a wrong hash: it was damaged");
            }
            return;
          }
          default -> throw new StorageException("storage stream has a record of kind " + kind);
        }
      }
    } catch (EOFException e) {
      throw new StorageException("storage stream ends too early", e);
    }
  }

  private static Bytes bytes(DataInputStream in, int sizeMax) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > sizeMax) {
      throw new StorageException(
          "storage stream has a field of %d bytes, at most %d allowed".formatted(size, sizeMax));
    }
    return Bytes.wrap(exactly(in, size));
  }

  private static byte[] exactly(DataInputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return bytes;
  }
}
