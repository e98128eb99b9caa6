package dev.atoll.execution.jvm.runtime;

import static dev.atoll.execution.jvm.runtime.UnsafeAccess.UNSAFE;

import dev.atoll.wasm.DataSegment;
import dev.atoll.wasm.memory.LinearMemory;
import org.jspecify.annotations.Nullable;

/// The instructions that treat many bytes at once, or the memory as a whole.
///
/// Those that cost their size charge it before they test anything else.
public final class BulkMemory {

  private static final long UNSIGNED = 0xffff_ffffL;
  private static final int WASM_PAGE_SHIFT = 16;

  private BulkMemory() {}

  public static int size32(Context context) {
    return (int) (context.memorySize >>> WASM_PAGE_SHIFT);
  }

  public static long size64(Context context) {
    return context.memorySize >>> WASM_PAGE_SHIFT;
  }

  public static int grow32(int pages, Context context) {
    return (int) grow64(pages & UNSIGNED, context);
  }

  public static long grow64(long pages, Context context) {
    LinearMemory memory = memory(context);
    long allowed = context.state().shape().memoryPagesMax() - memory.sizePages();
    if (Long.compareUnsigned(pages, allowed) > 0) {
      return -1;
    }
    // The guard of growth belongs to the core: it may charge, and what it throws is its own.
    long before = HostCalls.outside(context, () -> memory.grow(pages));
    context.refreshMemory();
    return before;
  }

  public static void fill(int address, int value, int size, Context context) {
    fill(address & UNSIGNED, value, size & UNSIGNED, context);
  }

  public static void fill(long address, int value, long size, Context context) {
    Fuel.chargeSize(size, context);
    check(address, size, context.memorySize);
    if (size != 0) {
      UNSAFE.setMemory(null, context.memoryBase + address, size, (byte) value);
      memory(context).markDirty(address, size);
    }
  }

  public static void copy(int address, int source, int size, Context context) {
    copy(address & UNSIGNED, source & UNSIGNED, size & UNSIGNED, context);
  }

  public static void copy(long address, long source, long size, Context context) {
    Fuel.chargeSize(size, context);
    check(source, size, context.memorySize);
    check(address, size, context.memorySize);
    if (size != 0) {
      UNSAFE.copyMemory(context.memoryBase + source, context.memoryBase + address, size);
      memory(context).markDirty(address, size);
    }
  }

  public static void init(int address, int source, int size, int segment, Context context) {
    init(address & UNSIGNED, source, size, segment, context);
  }

  public static void init(long address, int source, int size, int segment, Context context) {
    long bytes = size & UNSIGNED;
    Fuel.chargeSize(bytes, context);
    InstanceState state = context.state();
    DataSegment data = state.shape().data().get(segment);
    check(source & UNSIGNED, bytes, state.isDropped(segment) ? 0 : data.length());
    check(address, bytes, context.memorySize);
    memory(context).write(address, state.shape().bytes(), data.start() + source, size);
  }

  public static void drop(int segment, Context context) {
    context.state().dropData(segment);
  }

  /// Traps unless `size` bytes from `start`, both unsigned, end at `end` or before.
  private static void check(long start, long size, long end) {
    if (Long.compareUnsigned(size, end) > 0 || Long.compareUnsigned(start, end - size) > 0) {
      throw Traps.heapOutOfBounds();
    }
  }

  private static LinearMemory memory(Context context) {
    @Nullable LinearMemory memory = context.state().memory();
    if (memory == null) {
      throw new IllegalStateException("valid code uses no memory that is not there");
    }
    return memory;
  }
}
