package dev.atoll.wasm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A position in the bytes of a module; every read past the limit is a [WasmException].
final class ByteReader {

  private final byte[] bytes;
  private int position;
  private int limit;

  ByteReader(byte[] bytes, int start, int limit) {
    this.bytes = bytes;
    this.position = start;
    this.limit = limit;
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  boolean atLimit() {
    return position == limit;
  }

  /// Narrows the reader to the next `length` bytes; [#restoreLimit] undoes it.
  int narrow(int length) {
    if (length < 0 || length > limit - position) {
      throw malformed(
          "unexpected end: %s bytes announced, %d left"
              .formatted(Integer.toUnsignedString(length), limit - position));
    }
    int outer = limit;
    limit = position + length;
    return outer;
  }

  void restoreLimit(int outer) {
    limit = outer;
  }

  int u8() {
    if (position == limit) {
      throw malformed("unexpected end");
    }
    return bytes[position++] & 0xff;
  }

  /// An unsigned 32-bit LEB128 number, as an int whose sign bit is its top bit.
  int u32() {
    int first = peek();
    if (first >= 0 && first < 0x80) { // nearly all
      position++;
      return first;
    }
    int result = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      if (shift == 28 && next > 0x0f) {
        throw malformedBefore(
            next > 0x7f ? "integer representation too long" : "integer too large");
      }
      result |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return result;
      }
    }
  }

  /// A number that counts or indexes something that has at most as many entries as an array.
  int index() {
    int value = u32();
    if (value < 0) {
      throw malformedBefore("index %s is too large".formatted(Integer.toUnsignedString(value)));
    }
    return value;
  }

  /// The length of a vector whose entries take at least one byte each.
  int vectorLength() {
    int length = u32();
    if (length < 0 || length > limit - position) {
      throw malformedBefore(
          "length out of bounds: %s entries in %d bytes"
              .formatted(Integer.toUnsignedString(length), limit - position));
    }
    return length;
  }

  long u64() {
    long result = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      if (shift == 63 && next > 0x01) {
        throw malformedBefore(
            next > 0x7f ? "integer representation too long" : "integer too large");
      }
      result |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return result;
      }
    }
  }

  int s32() {
    return (int) signed(32);
  }

  long s64() {
    return signed(64);
  }

  long s33() {
    return signed(33);
  }

  private long signed(int width) {
    int lastShift = (width - 1) / 7 * 7;
    int lastBits = width - lastShift;
    long result = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      if (shift == lastShift) {
        int signExtension = (byte) (next << 1) >> lastBits;
        if (next > 0x7f) {
          throw malformedBefore("integer representation too long");
        }
        if (signExtension != 0 && signExtension != -1) {
          throw malformedBefore("integer too large");
        }
      }
      result |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        int used = shift + 7;
        return used < 64 ? result << (64 - used) >> (64 - used) : result;
      }
    }
  }

  int fixed32() {
    return u8() | u8() << 8 | u8() << 16 | u8() << 24;
  }

  long fixed64() {
    return (fixed32() & 0xffff_ffffL) | (long) fixed32() << 32;
  }

  String name() {
    return name(FormatLimits.NAME_SIZE_BYTES_MAX);
  }

  /// Names of the name section have no limit of their own.
  String anyName() {
    return name(Integer.MAX_VALUE);
  }

  private String name(int sizeBytesMax) {
    int length = vectorLength();
    FormatLimits.check(position - 1L, "bytes in a name", length, sizeBytesMax);
    int start = skip(length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw WasmException.at(start, "malformed UTF-8 encoding");
    }
  }

  /// Passes over `length` bytes and returns where they start.
  int skip(int length) {
    if (length < 0 || length > limit - position) {
      throw malformed(
          "unexpected end: %s bytes announced, %d left"
              .formatted(Integer.toUnsignedString(length), limit - position));
    }
    int start = position;
    position += length;
    return start;
  }

  /// The next byte without passing over it, -1 at the limit.
  int peek() {
    return atLimit() ? -1 : bytes[position] & 0xff;
  }

  /// A fault at the byte read last: malformed, or part of a proposal that is not accepted.
  ///
  /// @param what such as `import kind 4`
  WasmException unaccepted(String what, @Nullable Proposal proposal) {
    return proposal == null
        ? malformedBefore("malformed " + what)
        : WasmException.unaccepted(position - 1L, what, proposal);
  }

  WasmException malformed(String rule) {
    return WasmException.at(position, rule);
  }

  private WasmException malformedBefore(String rule) {
    return WasmException.at(position - 1L, rule);
  }
}
