package dev.atoll.gateway.http;

import dev.atoll.types.Bytes;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The body of one request while it arrives: one copy from the network's buffers into the array
/// that the core reads.
///
/// Filled by one thread, then handed to another that takes and releases it.
final class RequestBody {

  /// What became of a part.
  enum Added {
    KEPT,
    /// The body is larger than one body may be.
    TOO_LARGE,
    /// The bodies of all requests fill the space that they have.
    NO_SPACE
  }

  private static final int CHUNKED_SIZE_BYTES_START = 16 * 1024;

  private static final byte[] NONE = {};

  private final BodySpace space;

  private final int limitBytes;

  private final int declaredBytes;

  private byte[] array = NONE;

  private int size;

  private long takenBytes;

  /// @param declaredBytes what the client says the size is, at most `limitBytes`; -1 if it does not
  RequestBody(BodySpace space, int limitBytes, int declaredBytes) {
    this.space = space;
    this.limitBytes = limitBytes;
    this.declaredBytes = declaredBytes;
  }

  Added add(ByteBuf part) {
    int length = part.readableBytes();
    if (length > limitBytes - size) {
      return Added.TOO_LARGE;
    }
    if (length > array.length - size && !grow(size + length)) {
      return Added.NO_SPACE;
    }
    part.readBytes(array, size, length);
    size += length;
    return Added.KEPT;
  }

  private boolean grow(int neededBytes) {
    int capacity =
        declaredBytes >= neededBytes
            ? declaredBytes
            : Math.min(
                limitBytes,
                Math.max(neededBytes, Math.max(CHUNKED_SIZE_BYTES_START, array.length * 2)));
    if (!space.take(capacity - array.length)) {
      return false;
    }
    takenBytes += capacity - array.length;
    array = Arrays.copyOf(array, capacity);
    return true;
  }

  /// The whole body; without a copy if the client declared its size.
  Bytes bytes() {
    return size == array.length ? Bytes.wrap(array) : Bytes.copyOf(array, 0, size);
  }

  /// Gives the space back; the body is not read again.
  void release() {
    space.giveBack(takenBytes);
    takenBytes = 0;
    array = NONE;
    size = 0;
  }
}
