package dev.atoll.wasm;

import dev.atoll.types.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/// The bytes a user uploads as a module: Wasm, or Wasm compressed with gzip.
///
/// Source: Internet Computer interface specification, "Canister module format".
final class Upload {

  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b, 0x08};
  private static final byte[] WASM_MAGIC = {0x00, 'a', 's', 'm'};
  /// Header and trailer.
  private static final int GZIP_SIZE_BYTES_MIN = 18;
  private static final int CHUNK_SIZE_BYTES = 1 << 16;

  private Upload() {}

  static Bytes unpack(Bytes upload, int sizeBytesMax) {
    byte[] bytes = upload.unsafeArray();
    Bytes module = startsWith(bytes, GZIP_MAGIC) ? gunzip(bytes, sizeBytesMax) : upload;
    if (!startsWith(module.unsafeArray(), WASM_MAGIC)) {
      throw WasmException.rule("Failed to decode wasm module: unsupported canister module format.");
    }
    if (module.size() > sizeBytesMax) {
      throw tooLarge(module.size(), sizeBytesMax);
    }
    return module;
  }

  /// Unpacks at most one byte more than allowed: a small upload must not fill the memory.
  private static Bytes gunzip(byte[] bytes, int sizeBytesMax) {
    byte[] result =
        new byte[Math.min(sizeBytesMax, Math.max(CHUNK_SIZE_BYTES, declaredSize(bytes)))];
    int size = 0;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(bytes), CHUNK_SIZE_BYTES)) {
      while (true) {
        if (size == result.length) {
          int next = in.read();
          if (next < 0) {
            return Bytes.wrap(Arrays.copyOf(result, size));
          }
          if (size == sizeBytesMax) {
            throw tooLarge(Math.max(size + 1L, declaredSize(bytes)), sizeBytesMax);
          }
          result = Arrays.copyOf(result, (int) Math.min(sizeBytesMax, 2L * size + 1));
          result[size++] = (byte) next;
        }
        int count = in.read(result, size, result.length - size);
        if (count < 0) {
          return Bytes.wrap(Arrays.copyOf(result, size));
        }
        size += count;
      }
    } catch (IOException e) {
      throw WasmException.rule("Failed to decode wasm module: " + e.getMessage());
    }
  }

  /// What the trailer says, modulo 2^32; only a hint.
  private static int declaredSize(byte[] bytes) {
    int end = bytes.length;
    if (end < GZIP_SIZE_BYTES_MIN) {
      return 0;
    }
    int size =
        (bytes[end - 4] & 0xff)
            | (bytes[end - 3] & 0xff) << 8
            | (bytes[end - 2] & 0xff) << 16
            | bytes[end - 1] << 24;
    return Math.max(0, size);
  }

  private static WasmException tooLarge(long size, int allowed) {
    return WasmException.rule(
        "Wasm module size of %d exceeds the maximum allowed size of %d.".formatted(size, allowed));
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return bytes.length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
