package dev.atoll.spi.storage.swap;

import dev.atoll.spi.storage.BlockLog;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.WriteBatch;
import dev.atoll.spi.storage.swap.StorageHome.Place;
import dev.atoll.spi.storage.swap.StoragePart.Share;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import dev.atoll.types.Height;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one implementation keeps of one storage, and how far it was copied.
///
/// Callers come through [StorageHandle]; the methods about copies are for the one thread that
/// swaps.
final class KeptStorage {

  /// What is copied in less than about 10 ms is left for when calls are held.
  private static final int LITTLE_KEYS = 32;

  private static final int LITTLE_RANGES = 4;

  private static final long LITTLE_SIZE_BYTES = 1 << 18;

  private static final int LITTLE_BLOCKS = 8;

  /// Blocks that are received are made durable in parts: who syncs beside that, on the same disk,
  /// waits for a part and not for all.
  private static final int RECEIVED_UNSYNCED_MAX_BYTES = 1 << 20;

  private final StorageHandle handle;

  private final Place place;

  private final Storage storage;

  private final Supplier<Collection<String>> tables;

  private final Consumer<KeptStorage> forget;

  /// Guards the begin of a copy against the removal of blocks.
  private final Object removals = new Object();

  private @Nullable Height removeBelow; // guarded by removals

  /// Null while nobody copies.
  private volatile @Nullable Changes changes;

  private TableSums sums;

  private BlockChain chain = BlockChain.EMPTY;

  /// Set once all that is left was taken, with the calls held.
  private @Nullable Share rest;

  private @Nullable BlockChain restChain;

  /// Whether what is received is the whole storage, so that noting each key is of no use.
  private boolean receivesAll;

  private long receivedUnsyncedBytes;

  /// @param tables names the tables of `storage`
  /// @param forget called when the handle was closed
  KeptStorage(
      StorageHandle handle,
      Place place,
      Storage storage,
      Supplier<Collection<String>> tables,
      Consumer<KeptStorage> forget) {
    this.handle = handle;
    this.place = place;
    this.storage = storage;
    this.tables = tables;
    this.forget = forget;
    this.sums = newSums();
  }

  private TableSums newSums() {
    return new TableSums(
        (table, from, to, visitor) -> handle.direct(() -> storage.scan(table, from, to, visitor)));
  }

  StorageHandle handle() {
    return handle;
  }

  Place place() {
    return place;
  }

  Storage storage() {
    return storage;
  }

  void commit(WriteBatch batch) {
    try {
      storage.commit(batch);
    } finally {
      @Nullable Changes noted = changes;
      if (noted != null) {
        noted.note(batch); // after it took effect: see Changes
      }
    }
  }

  void importFrom(InputStream in) throws IOException {
    if (changes != null) {
      throw new IllegalStateException(
          "storage %s is being swapped: it cannot import".formatted(handle.directory()));
    }
    storage.importFrom(in);
  }

  /// While a copy is being made, blocks stay: the copy shall have no hole.
  void removeBlocksBelow(Height height) {
    synchronized (removals) {
      if (changes == null) {
        storage.blocks().removeBelow(height);
      } else if (removeBelow == null || height.compareTo(removeBelow) > 0) {
        removeBelow = height;
      }
    }
  }

  void closeAndForget() {
    forget.accept(this);
    storage.close();
  }

  /// What changed since the last share; all if there was none. Null if that is too little for one.
  @Nullable Share takeAhead() {
    @Nullable Changes noted = changes;
    return noted != null && isLittle(noted) ? null : take(false);
  }

  private boolean isLittle(Changes noted) {
    Height last = storage.blocks().lastHeight();
    return noted.isLittle(LITTLE_KEYS, LITTLE_RANGES, LITTLE_SIZE_BYTES)
        && (last == null || chain.isWithin(LITTLE_BLOCKS, last));
  }

  private Share take(boolean isRest) {
    @Nullable Changes noted = changes;
    if (noted == null) {
      beginCopy();
      return new Share(handle, this, Changes.everything(tables.get()), true, isRest);
    }
    return new Share(handle, this, noted.take(), false, isRest);
  }

  private void beginCopy() {
    sums = newSums();
    chain = BlockChain.EMPTY;
    synchronized (removals) {
      changes = new Changes();
    }
  }

  /// All that is left, with the calls held; the same again until [#endCopy].
  Share takeRest() {
    @Nullable Share left = rest;
    if (left == null) {
      left = take(true);
      rest = left;
    }
    return left;
  }

  /// All in place of `part`, for who has nothing of it: the copy that it goes on with was given up
  /// without a word.
  Share whole(Share part) {
    beginCopy();
    Share all = new Share(handle, this, Changes.everything(tables.get()), true, part.isRest());
    if (part.isRest()) {
      rest = all;
      restChain = null;
    }
    return all;
  }

  /// Brings what `share` of this storage stands for into `copy`, at leisure unless calls are held.
  void move(Share share, KeptStorage copy) {
    Pace pace = new Pace();
    sums.update(
        share.changes(),
        batch -> {
          copy.receive(batch);
          if (!share.isRest()) {
            pace.rest();
          }
        });
    BlockChain moved = followBlocks(chain, copy::receive);
    if (share.isRest()) {
      restChain = moved;
    } else {
      chain = moved;
    }
  }

  private BlockChain followBlocks(BlockChain from, BlockSink out) {
    BlockChain[] at = {from};
    handle.direct(
        () -> {
          BlockLog log = storage.blocks();
          Height first = log.firstHeight();
          Height last = log.lastHeight();
          if (first == null || last == null) {
            return;
          }
          for (Height h = at[0].nextOr(first); h.compareTo(last) <= 0; h = h.next()) {
            @Nullable Bytes block = log.read(h);
            if (block == null) {
              throw new IllegalStateException(
                  "block %s of storage %s is gone".formatted(h, handle.directory()));
            }
            out.block(h, block);
            at[0] = at[0].with(h, block);
          }
        });
    return at[0];
  }

  private interface BlockSink {

    void block(Height height, Bytes block);
  }

  /// Begins to take over, into a place that is empty.
  void beginReceiving() {
    beginCopy();
    receivesAll = true;
  }

  private void receive(WriteBatch batch) {
    storage.commit(batch);
    @Nullable Changes noted = changes;
    if (noted != null && !receivesAll) {
      noted.note(batch);
    }
  }

  private void receive(Height height, Bytes block) {
    storage.blocks().append(height, block);
    receivedUnsyncedBytes += block.size();
    if (receivedUnsyncedBytes >= RECEIVED_UNSYNCED_MAX_BYTES) {
      storage.blocks().sync();
      receivedUnsyncedBytes = 0;
    }
  }

  /// Makes durable what was received, and reads it again for the digest.
  ///
  /// @param callsAreHeld whether there is no time to rest
  void endReceiving(boolean callsAreHeld) {
    Pace pace = new Pace();
    storage.blocks().sync();
    @Nullable Changes received = changes;
    if (received != null) {
      Changes.Taken all = receivesAll ? Changes.everything(tables.get()) : received.take();
      sums.update(
          all,
          batch -> {
            if (!callsAreHeld) {
              pace.rest();
            }
          });
      if (receivesAll) {
        handle.home().prepare(place);
      }
      receivesAll = false;
    }
    chain = followBlocks(chain, (height, block) -> {});
  }

  /// The hash of all entries and blocks, with the calls held or before there are any.
  Bytes digest() {
    @Nullable Share left = rest;
    if (left != null && restChain == null) {
      sums.update(left.changes(), batch -> {});
      restChain = followBlocks(chain, (height, block) -> {});
    }
    @Nullable BlockChain whole = restChain;
    return Bytes.wrap(
        Hashes.sha256(
            sums.total().encode().unsafeArray(), (whole == null ? chain : whole).encode()));
  }

  /// Works without a copy again.
  void endCopy() {
    sums = newSums();
    chain = BlockChain.EMPTY;
    rest = null;
    restChain = null;
    synchronized (removals) {
      changes = null;
      if (removeBelow != null) {
        storage.blocks().removeBelow(removeBelow);
        removeBelow = null;
      }
    }
  }

  /// How far blocks were followed, and the hash of those.
  ///
  /// @param next the height after the last one, null if there was none
  record BlockChain(@Nullable Height next, Bytes hash) {

    static final BlockChain EMPTY = new BlockChain(null, Bytes.EMPTY);

    Height nextOr(Height first) {
      return next == null ? first : next;
    }

    boolean isWithin(int blocks, Height last) {
      return next != null && last.value() - next.value() < blocks;
    }

    BlockChain with(Height height, Bytes block) {
      byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(height.value()).array();
      return new BlockChain(
          height.next(),
          Bytes.wrap(Hashes.sha256(hash.unsafeArray(), number, block.unsafeArray())));
    }

    byte[] encode() {
      return hash.unsafeArray();
    }
  }
}
