package dev.atoll.execution.jvm.runtime;

import static dev.atoll.execution.jvm.runtime.UnsafeAccess.UNSAFE;

/// Loads and stores at addresses that were checked: the methods are named after the instructions.
///
/// A store marks the pages that it touches. An address that was not checked reads or writes outside
/// of the sandbox.
public final class CheckedMemory {

  static final int PAGE_SHIFT = 12;
  static final long PAGE_MASK = (1 << PAGE_SHIFT) - 1;

  /// What stands in the map for a page that was written.
  static final byte DIRTY = 1;

  private CheckedMemory() {}

  /// Marks the pages that a store of `size` bytes, at most a page, touches.
  private static void mark(long address, int size, Context context) {
    UNSAFE.putByte(null, context.dirtyBase + (address >>> PAGE_SHIFT), DIRTY);
    if ((address & PAGE_MASK) > PAGE_MASK + 1 - size) {
      markNext(address, context);
    }
  }

  /// Marks the page after the one of an address.
  static void markNext(long address, Context context) {
    UNSAFE.putByte(null, context.dirtyBase + (address >>> PAGE_SHIFT) + 1, DIRTY);
  }

  public static int i32Load(long address, Context context) {
    return UNSAFE.getInt(null, context.memoryBase + address);
  }

  public static long i64Load(long address, Context context) {
    return UNSAFE.getLong(null, context.memoryBase + address);
  }

  public static float f32Load(long address, Context context) {
    return UNSAFE.getFloat(null, context.memoryBase + address);
  }

  public static double f64Load(long address, Context context) {
    return UNSAFE.getDouble(null, context.memoryBase + address);
  }

  public static int i32Load8S(long address, Context context) {
    return UNSAFE.getByte(null, context.memoryBase + address);
  }

  public static int i32Load8U(long address, Context context) {
    return UNSAFE.getByte(null, context.memoryBase + address) & 0xff;
  }

  public static int i32Load16S(long address, Context context) {
    return UNSAFE.getShort(null, context.memoryBase + address);
  }

  public static int i32Load16U(long address, Context context) {
    return UNSAFE.getChar(null, context.memoryBase + address);
  }

  public static long i64Load8S(long address, Context context) {
    return UNSAFE.getByte(null, context.memoryBase + address);
  }

  public static long i64Load8U(long address, Context context) {
    return UNSAFE.getByte(null, context.memoryBase + address) & 0xffL;
  }

  public static long i64Load16S(long address, Context context) {
    return UNSAFE.getShort(null, context.memoryBase + address);
  }

  public static long i64Load16U(long address, Context context) {
    return UNSAFE.getChar(null, context.memoryBase + address);
  }

  public static long i64Load32S(long address, Context context) {
    return UNSAFE.getInt(null, context.memoryBase + address);
  }

  public static long i64Load32U(long address, Context context) {
    return UNSAFE.getInt(null, context.memoryBase + address) & 0xffff_ffffL;
  }

  public static void i32Store(long address, int value, Context context) {
    UNSAFE.putInt(null, context.memoryBase + address, value);
    mark(address, 4, context);
  }

  public static void i64Store(long address, long value, Context context) {
    UNSAFE.putLong(null, context.memoryBase + address, value);
    mark(address, 8, context);
  }

  public static void f32Store(long address, float value, Context context) {
    UNSAFE.putFloat(null, context.memoryBase + address, value);
    mark(address, 4, context);
  }

  public static void f64Store(long address, double value, Context context) {
    UNSAFE.putDouble(null, context.memoryBase + address, value);
    mark(address, 8, context);
  }

  public static void i32Store8(long address, int value, Context context) {
    UNSAFE.putByte(null, context.memoryBase + address, (byte) value);
    mark(address, 1, context);
  }

  public static void i32Store16(long address, int value, Context context) {
    UNSAFE.putShort(null, context.memoryBase + address, (short) value);
    mark(address, 2, context);
  }

  public static void i64Store8(long address, long value, Context context) {
    UNSAFE.putByte(null, context.memoryBase + address, (byte) value);
    mark(address, 1, context);
  }

  public static void i64Store16(long address, long value, Context context) {
    UNSAFE.putShort(null, context.memoryBase + address, (short) value);
    mark(address, 2, context);
  }

  public static void i64Store32(long address, long value, Context context) {
    UNSAFE.putInt(null, context.memoryBase + address, (int) value);
    mark(address, 4, context);
  }
}
