package dev.atoll.spi.storage;

import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The portable form of a whole storage, the same for every provider.
///
/// Big-endian. The eight bytes `ATOLLST1`; then records, each one byte of kind: 1 = table entry (2
/// bytes length and UTF-8 of the table name, 4 + key, 4 + value), in ascending order of table and
/// key, tables ordered as the bytes of their names; 2 = block (8 bytes height, 4 + block), in
/// ascending order of height without holes; 0 = end, followed by the 32-byte SHA-256 of everything
/// before it, the end byte included.
public final class StorageStream {

  private static final byte[] MAGIC = "ATOLLST1".getBytes(StandardCharsets.US_ASCII);

  private static final int BUFFER_SIZE_BYTES = 1 << 16;

  private static final int END = 0;

  private static final int ENTRY = 1;

  private static final int BLOCK = 2;

  private StorageStream() {}

  /// Writes the stream; call the methods in the order of the format and [#finish] at the end.
  public static final class Writer {

    private final MessageDigest digest = Hashes.newSha256();

    private final DataOutputStream out;

    public Writer(OutputStream target) throws IOException {
      OutputStream buffered = new BufferedOutputStream(target, BUFFER_SIZE_BYTES);
      out = new DataOutputStream(new DigestOutputStream(buffered, digest));
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
      out.write(digest.digest());
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
  /// thrown away. What it sees keeps the order and the limits of the format.
  ///
  /// @throws StorageException if the stream is damaged or cut
  public static void read(InputStream source, Visitor visitor) throws IOException {
    try {
      new Reader(source, visitor).read();
    } catch (EOFException e) {
      throw new StorageException("storage stream ends too early", e);
    }
  }

  private static final class Reader {

    private final MessageDigest digest = Hashes.newSha256();

    private final DataInputStream in;

    private final Visitor visitor;

    private Bytes lastTable = Bytes.EMPTY;

    private @Nullable Bytes lastKey;

    private @Nullable Height lastHeight;

    Reader(InputStream source, Visitor visitor) {
      InputStream buffered = new BufferedInputStream(source, BUFFER_SIZE_BYTES);
      this.in = new DataInputStream(new DigestInputStream(buffered, digest));
      this.visitor = visitor;
    }

    void read() throws IOException {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw new StorageException("storage stream does not begin with ATOLLST1");
      }
      for (; ; ) {
        int kind = in.readUnsignedByte();
        switch (kind) {
          case ENTRY -> readEntry();
          case BLOCK -> readBlock();
          case END -> {
            checkHash();
            return;
          }
          default -> throw new StorageException("storage stream has a record of kind " + kind);
        }
      }
    }

    private void readEntry() throws IOException {
      Bytes table = exactly(in.readUnsignedShort());
      Bytes key = bytes(Storage.KEY_SIZE_BYTES_MAX);
      Bytes value = bytes(Storage.VALUE_SIZE_BYTES_MAX);
      String name = table.toUtf8();
      if (name.isEmpty()
          || name.length() > Storage.TABLE_NAME_CHARS_MAX
          || !Bytes.ofUtf8(name).equals(table)) {
        throw new StorageException("storage stream has a table without a proper name: " + table);
      }
      int order = table.compareTo(lastTable);
      if (lastHeight != null
          || order < 0
          || (order == 0 && lastKey != null && key.compareTo(lastKey) <= 0)) {
        throw new StorageException(
            "storage stream has key %s of table %s out of order".formatted(key, name));
      }
      lastTable = table;
      lastKey = key;
      visitor.entry(name, key, value);
    }

    private void readBlock() throws IOException {
      long number = in.readLong();
      Bytes block = bytes(BlockLog.BLOCK_SIZE_BYTES_MAX);
      if (number < 0 || (lastHeight != null && number != lastHeight.value() + 1)) {
        throw new StorageException(
            "storage stream has block %d after block %s".formatted(number, lastHeight));
      }
      Height height = new Height(number);
      lastHeight = height;
      visitor.block(height, block);
    }

    private void checkHash() throws IOException {
      Bytes computed = Bytes.wrap(digest.digest());
      if (!exactly(computed.size()).equals(computed)) {
        throw new StorageException("storage stream has a wrong hash: it was damaged");
      }
    }

    private Bytes bytes(int sizeMax) throws IOException {
      int size = in.readInt();
      if (size < 0 || size > sizeMax) {
        throw new StorageException(
            "storage stream has a field of %d bytes, at most %d allowed".formatted(size, sizeMax));
      }
      return exactly(size);
    }

    private Bytes exactly(int size) throws IOException {
      byte[] bytes = in.readNBytes(size);
      if (bytes.length < size) {
        throw new EOFException();
      }
      return Bytes.wrap(bytes);
    }
  }
}
