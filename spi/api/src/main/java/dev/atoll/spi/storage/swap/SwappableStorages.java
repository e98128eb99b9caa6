package dev.atoll.spi.storage.swap;

import dev.atoll.spi.kernel.Swappable;
import dev.atoll.spi.storage.Storage;
import dev.atoll.spi.storage.StorageFactory;
import dev.atoll.spi.storage.swap.StorageHome.Place;
import dev.atoll.spi.storage.swap.StoragePart.Share;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

/// A storage factory whose open storages go over to another one while they are in use.
///
/// What [#open] gives stays valid over a swap: it is no object of the bundle, but stands for
/// whichever bundle keeps the storage, and its calls wait while that changes. So neither the kernel
/// nor the replica has anything to do about the storages that are open.
///
/// While a swap is under way both bundles have files in the storage's directory, each in a place of
/// its own; a file there says which of the two counts, and [#resume] of the new one changes that in
/// one step. After a start it is therefore the bundle that worked last which can open the storage;
/// another one is told so. See [StorageHome].
///
/// The lifecycle methods are guarded by this object's monitor; the calls of open storages are not.
///
/// @param <T> the storage of the implementation. It need not guard itself against a close beside
///     other calls, nor lock its directory
@ConsumerType
public abstract class SwappableStorages<T extends Storage>
    implements StorageFactory, Swappable<StoragePart>, AutoCloseable {

  /// Tables, as maps from byte strings to byte strings, and blocks by height.
  public static final String STATE_FORMAT = "atoll-tables/1";

  private final String name;

  private final int layout;

  private final Map<Path, KeptStorage> kept = new TreeMap<>();

  private Phase phase = Phase.WORKS;

  private enum Phase {
    WORKS,
    FENCED,
    RECEIVES
  }

  /// @param name the name of the implementation, such as `mapdb`
  /// @param layout the version of the files it keeps; those of another version are refused
  protected SwappableStorages(String name, int layout) {
    this.name = name;
    this.layout = layout;
  }

  /// Opens the storage in `directory`, which exists, is this implementation's alone and may be
  /// empty.
  protected abstract T openIn(Path directory);

  /// The names of all tables of `storage` that have entries.
  protected abstract Collection<String> tables(T storage);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final synchronized Storage open(Path directory) {
    if (phase != Phase.WORKS) {
      throw new IllegalStateException(
          "%s is being swapped: it cannot open %s".formatted(name, directory));
    }
    boolean interrupted = Thread.interrupted(); // it would close the channels that are opened here
    try {
      return openNow(directory);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Storage openNow(Path directory) {
    StorageHome home = StorageHome.open(directory);
    try {
      Place place = home.current(name, layout);
      home.deleteOthers();
      StorageHandle handle = new StorageHandle(home);
      handle.redirect(keep(handle, place));
      return handle;
    } catch (RuntimeException | Error e) {
      home.close();
      throw e;
    }
  }

  private KeptStorage keep(StorageHandle handle, Place place) {
    T storage = openIn(place.path());
    KeptStorage opened =
        new KeptStorage(handle, place, storage, () -> tables(storage), this::forget);
    kept.put(key(handle.directory()), opened);
    return opened;
  }

  private static Path key(Path directory) {
    return directory.toAbsolutePath().normalize();
  }

  private synchronized void forget(KeptStorage storage) {
    kept.values().remove(storage);
  }

  /// What this object itself keeps for `directory`, whoever answers the calls: to look at in tests
  /// of swaps.
  public final synchronized Optional<Storage> examine(Path directory) {
    return Optional.ofNullable(kept.get(key(directory))).map(KeptStorage::storage);
  }

  @Override
  public final Class<StoragePart> stateType() {
    return StoragePart.class;
  }

  @Override
  public final String stateFormat() {
    return STATE_FORMAT;
  }

  @Override
  public final boolean accepts(String stateFormat) {
    return stateFormat.equals(STATE_FORMAT);
  }

  @Override
  public final synchronized Optional<StoragePart> exportAhead() {
    List<Share> shares = new ArrayList<>();
    for (KeptStorage storage : kept.values()) {
      @Nullable Share share = storage.takeAhead();
      if (share != null) {
        shares.add(share);
      }
    }
    return shares.isEmpty() ? Optional.empty() : Optional.of(new StoragePart(shares));
  }

  @Override
  public final synchronized boolean fence(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (KeptStorage storage : kept.values()) {
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      if (!storage.handle().hold(left)) {
        return false;
      }
    }
    phase = Phase.FENCED;
    return true;
  }

  @Override
  public final synchronized StoragePart exportState() {
    if (phase != Phase.FENCED) {
      throw new IllegalStateException("%s works: fence it first".formatted(name));
    }
    return new StoragePart(kept.values().stream().map(KeptStorage::takeRest).toList());
  }

  @Override
  public final synchronized void importState(StoragePart part, boolean first) {
    if (phase == Phase.WORKS && !kept.isEmpty()) {
      throw new IllegalStateException("%s works: fence it first".formatted(name));
    }
    if (first) {
      phase = Phase.RECEIVES;
      List.copyOf(kept.values()).forEach(this::discard);
    }
    for (Share given : part.shares()) {
      if (!given.handle().isClosed()) {
        Share share = first && !given.begins() ? given.source().whole(given) : given;
        KeptStorage copy = copyOf(share);
        share.source().move(share, copy);
        copy.endReceiving(share.isRest());
      }
    }
  }

  private KeptStorage copyOf(Share share) {
    @Nullable KeptStorage already = kept.get(key(share.handle().directory()));
    if (already != null && !share.begins()) {
      return already;
    }
    if (already != null) {
      discard(already);
    }
    KeptStorage copy = keep(share.handle(), share.handle().home().next(name, layout));
    copy.beginReceiving();
    return copy;
  }

  /// Closes and deletes what does not count.
  private void discard(KeptStorage storage) {
    kept.values().remove(storage);
    storage.storage().close();
    if (!storage.handle().home().isCurrent(storage.place())) {
      StorageHome.delete(storage.place().path());
    }
  }

  @Override
  public final synchronized Optional<Bytes> digest() {
    if (phase == Phase.WORKS && !kept.isEmpty()) {
      throw new IllegalStateException("%s works: fence it first".formatted(name));
    }
    List<byte[]> parts = new ArrayList<>();
    kept.forEach(
        (directory, storage) -> {
          if (phase == Phase.FENCED) {
            storage.takeRest();
          }
          parts.add(Hashes.sha256(directory.toString().getBytes(StandardCharsets.UTF_8)));
          parts.add(storage.digest().unsafeArray());
        });
    return Optional.of(Bytes.wrap(Hashes.sha256(parts.toArray(byte[][]::new))));
  }

  @Override
  public final synchronized void resume() {
    for (KeptStorage storage : List.copyOf(kept.values())) {
      if (storage.handle().isClosed()) {
        discard(storage);
      } else {
        storage.handle().home().makeCurrent(storage.place());
      }
    }
    for (KeptStorage storage : kept.values()) {
      storage.handle().redirect(storage);
      storage.handle().release();
    }
    kept.values().forEach(KeptStorage::endCopy);
    phase = Phase.WORKS;
  }

  /// Closes what this object keeps, and deletes what does not count. Storages that it answers for
  /// are closed with it.
  @Override
  public final synchronized void close() {
    for (KeptStorage storage : List.copyOf(kept.values())) {
      if (storage.handle().isKeptBy(storage)) {
        storage.handle().close();
      } else {
        discard(storage);
      }
    }
  }
}
