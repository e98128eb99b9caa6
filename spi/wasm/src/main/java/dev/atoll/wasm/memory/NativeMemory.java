package dev.atoll.wasm.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Address space from the operating system: reserved in full, backed by memory page by page as it
/// is touched, zero at first.
///
/// Safe for use from any thread.
@SuppressWarnings("restricted") // native access is granted to this bundle, or bind() is empty
final class NativeMemory {

  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS_LINUX = 0x20;
  private static final int MAP_NORESERVE_LINUX = 0x4000;
  private static final int MAP_ANONYMOUS_MAC = 0x1000;
  private static final int MAP_NORESERVE_MAC = 0x40;
  private static final int MREMAP_MAYMOVE = 1;
  private static final long MAP_FAILED = -1;

  private final MethodHandle mmap;
  private final boolean linux;
  private final int flags;

  // Bound when they are first called: each takes milliseconds in a JVM that has just started.
  private @Nullable MethodHandle munmap;
  private @Nullable MethodHandle mremap;

  private NativeMemory(MethodHandle mmap, boolean linux, int flags) {
    this.mmap = mmap;
    this.linux = linux;
    this.flags = flags;
  }

  /// Binds the functions of the C library; empty where there are none or native access is denied.
  static Optional<NativeMemory> bind() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean linux = system.contains("linux");
    if (!linux && !system.contains("mac")) {
      return Optional.empty();
    }
    try {
      MethodHandle mmap =
          handle(
              "mmap",
              FunctionDescriptor.of(
                  JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
      int flags =
          linux
              ? MAP_PRIVATE | MAP_ANONYMOUS_LINUX | MAP_NORESERVE_LINUX
              : MAP_PRIVATE | MAP_ANONYMOUS_MAC | MAP_NORESERVE_MAC;
      return Optional.of(new NativeMemory(mmap, linux, flags));
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      // Without native access memories still work, only growing copies them.
      return Optional.empty();
    }
  }

  private static MethodHandle handle(
      String function, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find(function).orElseThrow(), type, options);
  }

  private synchronized MethodHandle munmap() {
    MethodHandle bound = munmap;
    if (bound == null) {
      bound = handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
      munmap = bound;
    }
    return bound;
  }

  private synchronized MethodHandle mremap() {
    MethodHandle bound = mremap;
    if (bound == null) {
      bound =
          handle(
              "mremap",
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT),
              Linker.Option.firstVariadicArg(4));
      mremap = bound;
    }
    return bound;
  }

  /// Reserves `bytes`, a multiple of the page size; 0 if the system refuses.
  long map(long bytes) {
    try {
      long address = (long) mmap.invokeExact(0L, bytes, PROT_READ_WRITE, flags, -1, 0L);
      return address == MAP_FAILED ? 0 : address;
    } catch (Throwable e) {
      throw unreachable(e);
    }
  }

  /// Makes a reservation larger without copying, perhaps elsewhere; 0 if that is not possible.
  long remap(long address, long bytes, long newBytes) {
    if (!linux) {
      return 0;
    }
    try {
      long result = (long) mremap().invokeExact(address, bytes, newBytes, MREMAP_MAYMOVE);
      return result == MAP_FAILED ? 0 : result;
    } catch (Throwable e) {
      throw unreachable(e);
    }
  }

  void unmap(long address, long bytes) {
    try {
      int result = (int) munmap().invokeExact(address, bytes);
      if (result != 0) {
        throw new IllegalStateException("cannot unmap %d bytes at 0x%x".formatted(bytes, address));
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw unreachable(e);
    }
  }

  private static IllegalStateException unreachable(Throwable e) {
    return new IllegalStateException("a call into the C library failed", e);
  }
}
