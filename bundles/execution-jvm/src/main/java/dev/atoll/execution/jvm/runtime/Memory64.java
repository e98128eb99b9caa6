package dev.atoll.execution.jvm.runtime;

import static dev.atoll.execution.jvm.runtime.CheckedMemory.DIRTY;
import static dev.atoll.execution.jvm.runtime.CheckedMemory.PAGE_MASK;
import static dev.atoll.execution.jvm.runtime.CheckedMemory.PAGE_SHIFT;
import static dev.atoll.execution.jvm.runtime.UnsafeAccess.UNSAFE;

/// Loads and stores of a 64-bit memory: the methods are named after the instructions.
///
/// Address and offset are unsigned; their sum does not wrap around. The methods other than [#reach]
/// are for accesses that end, by their offset alone, inside of the smallest size that the module
/// declares: that makes one comparison enough.
///
/// Each access is one method that calls nothing while it succeeds. HotSpot judges a call inside of
/// a small method by how often it ran while it was watched, now and then as rare, and would leave a
/// call in a hot loop.
public final class Memory64 {

  private Memory64() {}

  /// Where an access of `size` bytes begins, whatever the offset.
  ///
  /// @throws CodeTrap if it does not lie inside of the memory
  public static long reach(long address, long offset, int size, Context context) {
    long last = context.memorySize - size;
    if (last < 0
        || Long.compareUnsigned(offset, last) > 0
        || Long.compareUnsigned(address, last - offset) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return address + offset;
  }

  public static int i32Load(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 4) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getInt(null, context.memoryBase + address + offset);
  }

  public static long i64Load(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 8) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getLong(null, context.memoryBase + address + offset);
  }

  public static float f32Load(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 4) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getFloat(null, context.memoryBase + address + offset);
  }

  public static double f64Load(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 8) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getDouble(null, context.memoryBase + address + offset);
  }

  public static int i32Load8S(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 1) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getByte(null, context.memoryBase + address + offset);
  }

  public static int i32Load8U(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 1) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getByte(null, context.memoryBase + address + offset) & 0xff;
  }

  public static int i32Load16S(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 2) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getShort(null, context.memoryBase + address + offset);
  }

  public static int i32Load16U(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 2) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getChar(null, context.memoryBase + address + offset);
  }

  public static long i64Load8S(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 1) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getByte(null, context.memoryBase + address + offset);
  }

  public static long i64Load8U(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 1) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getByte(null, context.memoryBase + address + offset) & 0xffL;
  }

  public static long i64Load16S(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 2) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getShort(null, context.memoryBase + address + offset);
  }

  public static long i64Load16U(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 2) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getChar(null, context.memoryBase + address + offset);
  }

  public static long i64Load32S(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 4) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getInt(null, context.memoryBase + address + offset);
  }

  public static long i64Load32U(long address, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 4) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getInt(null, context.memoryBase + address + offset) & 0xffff_ffffL;
  }

  public static void i32Store(long address, int value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 4) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putInt(null, context.memoryBase + place, value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 4) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void i64Store(long address, long value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 8) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putLong(null, context.memoryBase + place, value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 8) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void f32Store(long address, float value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 4) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putFloat(null, context.memoryBase + place, value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 4) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void f64Store(long address, double value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 8) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putDouble(null, context.memoryBase + place, value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 8) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void i32Store8(long address, int value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 1) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putByte(null, context.memoryBase + place, (byte) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
  }

  public static void i32Store16(long address, int value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 2) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putShort(null, context.memoryBase + place, (short) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 2) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void i64Store8(long address, long value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 1) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putByte(null, context.memoryBase + place, (byte) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
  }

  public static void i64Store16(long address, long value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 2) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putShort(null, context.memoryBase + place, (short) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 2) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void i64Store32(long address, long value, long offset, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - 4) > 0) {
      throw Traps.heapOutOfBounds();
    }
    long place = address + offset;
    UNSAFE.putInt(null, context.memoryBase + place, (int) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 4) {
      CheckedMemory.markNext(place, context);
    }
  }
}
