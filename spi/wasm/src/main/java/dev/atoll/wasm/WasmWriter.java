package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing array of bytes in the binary format of WebAssembly.
///
/// Not safe for use from several threads.
public final class WasmWriter {

  private static final int INITIAL_CAPACITY_BYTES = 256;

  private byte[] buffer = new byte[INITIAL_CAPACITY_BYTES];
  private int size;

  public int size() {
    return size;
  }

  public WasmWriter u8(int value) {
    reserve(1);
    buffer[size++] = (byte) value;
    return this;
  }

  /// Several single bytes, for example short instructions.
  public WasmWriter u8s(int... values) {
    for (int value : values) {
      u8(value);
    }
    return this;
  }

  /// An opcode as [InstructionReader#opcode()] gives it, with its prefix.
  public WasmWriter opcode(int opcode) {
    return opcode < 0x100 ? u8(opcode) : u8(opcode >> 8).unsigned(opcode & 0xff);
  }

  /// An unsigned LEB128 number.
  public WasmWriter unsigned(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      u8((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  /// A signed LEB128 number.
  public WasmWriter signed(long value) {
    long rest = value;
    while (rest < -64 || rest > 63) {
      u8((int) (rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return u8((int) (rest & 0x7f));
  }

  /// Four bytes, little endian.
  public WasmWriter fixed32(int value) {
    return u8s(value, value >> 8, value >> 16, value >> 24);
  }

  /// Eight bytes, little endian.
  public WasmWriter fixed64(long value) {
    return fixed32((int) value).fixed32((int) (value >> 32));
  }

  /// A length and the UTF-8 bytes.
  public WasmWriter name(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return unsigned(bytes.length).raw(bytes, 0, bytes.length);
  }

  /// The bytes of `source` from `start` to `end`.
  public WasmWriter raw(byte[] source, int start, int end) {
    reserve(end - start);
    System.arraycopy(source, start, buffer, size, end - start);
    size += end - start;
    return this;
  }

  public WasmWriter raw(WasmWriter other) {
    return raw(other.buffer, 0, other.size);
  }

  /// A length and what `other` holds.
  public WasmWriter sized(WasmWriter other) {
    return unsigned(other.size).raw(other);
  }

  /// A section with its id and length.
  public WasmWriter section(int id, WasmWriter content) {
    return u8(id).sized(content);
  }

  public Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(buffer, size));
  }

  private void reserve(int count) {
    if (count > buffer.length - size) {
      buffer =
          Arrays.copyOf(
              buffer, Math.max(Math.addExact(size, count), Math.min(buffer.length, 1 << 29) * 2));
    }
  }
}
