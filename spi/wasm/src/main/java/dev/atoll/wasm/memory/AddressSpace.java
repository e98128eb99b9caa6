package dev.atoll.wasm.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Zeroed bytes that can become more.
///
/// With [NativeMemory] the reservation costs address space only, and making it larger moves page
/// tables, not bytes. Without, it is an ordinary allocation that is copied.
///
/// One thread at a time.
@SuppressWarnings("restricted") // reinterpret is called on what NativeMemory has reserved only
final class AddressSpace implements AutoCloseable {

  /// Bound once per process: the functions are the same for all.
  private static final Optional<NativeMemory> NATIVE = NativeMemory.bind();

  private final @Nullable NativeMemory nativeMemory;
  private Arena arena = Arena.ofShared();
  private MemorySegment segment;

  /// @param bytes to reserve at first, at least 1
  AddressSpace(long bytes) {
    this(bytes, NATIVE.orElse(null));
  }

  AddressSpace(long bytes, @Nullable NativeMemory nativeMemory) {
    this.nativeMemory = nativeMemory;
    this.segment = reserve(bytes);
  }

  private MemorySegment reserve(long bytes) {
    if (nativeMemory != null) {
      long address = nativeMemory.map(bytes);
      if (address != 0) {
        return view(address, bytes);
      }
      throw new OutOfMemoryError("cannot reserve %d bytes of address space".formatted(bytes));
    }
    return arena.allocate(bytes, LinearMemory.PAGE_SIZE_BYTES);
  }

  private MemorySegment view(long address, long bytes) {
    return MemorySegment.ofAddress(address).reinterpret(bytes, arena, null);
  }

  /// Whether address space can be reserved without using memory.
  static boolean canReserve() {
    return NATIVE.isPresent();
  }

  MemorySegment segment() {
    return segment;
  }

  long reservedBytes() {
    return segment.byteSize();
  }

  boolean isNative() {
    return nativeMemory != null;
  }

  /// Reserves `bytes`, more than before; what the space holds stays. Replaces [#segment].
  void extend(long bytes) {
    MemorySegment old = segment;
    Arena oldArena = arena;
    arena = Arena.ofShared();
    if (nativeMemory != null) {
      // Views of the old place must not be used once the pages have moved.
      oldArena.close();
      long address = nativeMemory.remap(old.address(), old.byteSize(), bytes);
      if (address != 0) {
        segment = view(address, bytes);
        return;
      }
      segment = reserve(bytes);
      MemorySegment source = MemorySegment.ofAddress(old.address()).reinterpret(old.byteSize());
      MemorySegment.copy(source, 0, segment, 0, old.byteSize());
      nativeMemory.unmap(old.address(), old.byteSize());
      return;
    }
    segment = reserve(bytes);
    MemorySegment.copy(old, 0, segment, 0, old.byteSize());
    oldArena.close();
  }

  /// Gives the address space back; views of it fail from now on.
  @Override
  public void close() {
    arena.close();
    if (nativeMemory != null) {
      nativeMemory.unmap(segment.address(), segment.byteSize());
    }
  }
}
