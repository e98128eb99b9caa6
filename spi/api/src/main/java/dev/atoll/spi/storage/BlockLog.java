package dev.atoll.spi.storage;

import dev.atoll.types.Bytes;
import dev.atoll.types.Height;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// Finalized blocks by height, appended in order and removed from the front.
///
/// Callable from any thread. Blocks that were appended and not yet synced may be lost by a crash,
/// but only from the end: a log never has a hole, and never a block that is half there.
@ConsumerType
public interface BlockLog {

  int BLOCK_SIZE_BYTES_MAX = 64 * 1024 * 1024;

  /// Appends the block of `height`; [#sync] makes it durable.
  ///
  /// @param height one above [#lastHeight], or any height if the log is empty
  /// @throws IllegalArgumentException if `height` leaves a hole or exists already, or `block` is
  ///     larger than [#BLOCK_SIZE_BYTES_MAX]
  /// @throws StorageException if it could not be written; the log is as before then
  void append(Height height, Bytes block);

  /// Makes all blocks durable that were appended before the call. Calls from several threads share
  /// the work.
  ///
  /// @throws StorageException if they could not be made durable; the log refuses further blocks
  ///     then
  void sync();

  /// The block at `height`, or null if it is not in the log.
  @Nullable Bytes read(Height height);

  /// The lowest height in the log, or null if the log is empty.
  @Nullable Height firstHeight();

  /// The greatest height in the log, or null if the log is empty.
  @Nullable Height lastHeight();

  /// Forgets the blocks below `height`, now or later: a provider may keep them in whole segments.
  /// The last block stays in any case.
  void removeBelow(Height height);
}
