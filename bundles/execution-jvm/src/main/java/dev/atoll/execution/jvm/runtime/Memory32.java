package dev.atoll.execution.jvm.runtime;

import static dev.atoll.execution.jvm.runtime.CheckedMemory.DIRTY;
import static dev.atoll.execution.jvm.runtime.CheckedMemory.PAGE_MASK;
import static dev.atoll.execution.jvm.runtime.CheckedMemory.PAGE_SHIFT;
import static dev.atoll.execution.jvm.runtime.UnsafeAccess.UNSAFE;

/// Loads and stores of a 32-bit memory: the methods are named after the instructions.
///
/// Address and offset are unsigned; their sum does not wrap around.
///
/// Each access is one method that calls nothing while it succeeds. HotSpot judges a call inside of
/// a small method by how often it ran while it was watched, now and then as rare, and would leave a
/// call in a hot loop.
public final class Memory32 {

  private static final long UNSIGNED = 0xffff_ffffL;

  private Memory32() {}

  /// Where an access of `size` bytes begins.
  ///
  /// @throws CodeTrap if it does not lie inside of the memory
  public static long at(int address, int offset, int size, Context context) {
    long effective = (address & UNSIGNED) + (offset & UNSIGNED);
    if (effective > context.memorySize - size) {
      throw Traps.heapOutOfBounds();
    }
    return effective;
  }

  public static int i32Load(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 4) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getInt(null, context.memoryBase + place);
  }

  public static long i64Load(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 8) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getLong(null, context.memoryBase + place);
  }

  public static float f32Load(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 4) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getFloat(null, context.memoryBase + place);
  }

  public static double f64Load(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 8) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getDouble(null, context.memoryBase + place);
  }

  public static int i32Load8S(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 1) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getByte(null, context.memoryBase + place);
  }

  public static int i32Load8U(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 1) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getByte(null, context.memoryBase + place) & 0xff;
  }

  public static int i32Load16S(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 2) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getShort(null, context.memoryBase + place);
  }

  public static int i32Load16U(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 2) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getChar(null, context.memoryBase + place);
  }

  public static long i64Load8S(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 1) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getByte(null, context.memoryBase + place);
  }

  public static long i64Load8U(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 1) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getByte(null, context.memoryBase + place) & 0xffL;
  }

  public static long i64Load16S(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 2) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getShort(null, context.memoryBase + place);
  }

  public static long i64Load16U(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 2) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getChar(null, context.memoryBase + place);
  }

  public static long i64Load32S(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 4) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getInt(null, context.memoryBase + place);
  }

  public static long i64Load32U(int address, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 4) {
      throw Traps.heapOutOfBounds();
    }
    return UNSAFE.getInt(null, context.memoryBase + place) & 0xffff_ffffL;
  }

  public static void i32Store(int address, int value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 4) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putInt(null, context.memoryBase + place, value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 4) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void i64Store(int address, long value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 8) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putLong(null, context.memoryBase + place, value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 8) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void f32Store(int address, float value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 4) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putFloat(null, context.memoryBase + place, value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 4) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void f64Store(int address, double value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 8) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putDouble(null, context.memoryBase + place, value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 8) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void i32Store8(int address, int value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 1) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putByte(null, context.memoryBase + place, (byte) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
  }

  public static void i32Store16(int address, int value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 2) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putShort(null, context.memoryBase + place, (short) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 2) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void i64Store8(int address, long value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 1) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putByte(null, context.memoryBase + place, (byte) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
  }

  public static void i64Store16(int address, long value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 2) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putShort(null, context.memoryBase + place, (short) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 2) {
      CheckedMemory.markNext(place, context);
    }
  }

  public static void i64Store32(int address, long value, int offset, Context context) {
    long place = (address & UNSIGNED) + (offset & UNSIGNED);
    if (place > context.memorySize - 4) {
      throw Traps.heapOutOfBounds();
    }
    UNSAFE.putInt(null, context.memoryBase + place, (int) value);
    UNSAFE.putByte(null, context.dirtyBase + (place >>> PAGE_SHIFT), DIRTY);
    if ((place & PAGE_MASK) > PAGE_MASK + 1 - 4) {
      CheckedMemory.markNext(place, context);
    }
  }
}
