package dev.atoll.execution.jvm.runtime;

/// Loads and stores of a 64-bit memory: the methods are named after the instructions.
///
/// Address and offset are unsigned; their sum does not wrap around. Where no offset is given it is
/// 0, which is most often so and takes less code. The methods other than [#reach]
/// are for accesses that end, by their offset alone, inside of the smallest size that the module
/// declares: that makes one comparison enough.
public final class Memory64 {

  private Memory64() {}

  /// Where an access of `size` bytes begins, if `offset` plus `size` is at most the size of the
  /// memory.
  ///
  /// @throws CodeTrap if it does not lie inside of the memory
  static long at(long address, long offset, int size, Context context) {
    if (Long.compareUnsigned(address, context.memorySize - offset - size) > 0) {
      throw Traps.heapOutOfBounds();
    }
    return address + offset;
  }

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
    return CheckedMemory.i32Load(at(address, offset, 4, context), context);
  }

  public static long i64Load(long address, long offset, Context context) {
    return CheckedMemory.i64Load(at(address, offset, 8, context), context);
  }

  public static float f32Load(long address, long offset, Context context) {
    return CheckedMemory.f32Load(at(address, offset, 4, context), context);
  }

  public static double f64Load(long address, long offset, Context context) {
    return CheckedMemory.f64Load(at(address, offset, 8, context), context);
  }

  public static int i32Load8S(long address, long offset, Context context) {
    return CheckedMemory.i32Load8S(at(address, offset, 1, context), context);
  }

  public static int i32Load8U(long address, long offset, Context context) {
    return CheckedMemory.i32Load8U(at(address, offset, 1, context), context);
  }

  public static int i32Load16S(long address, long offset, Context context) {
    return CheckedMemory.i32Load16S(at(address, offset, 2, context), context);
  }

  public static int i32Load16U(long address, long offset, Context context) {
    return CheckedMemory.i32Load16U(at(address, offset, 2, context), context);
  }

  public static long i64Load8S(long address, long offset, Context context) {
    return CheckedMemory.i64Load8S(at(address, offset, 1, context), context);
  }

  public static long i64Load8U(long address, long offset, Context context) {
    return CheckedMemory.i64Load8U(at(address, offset, 1, context), context);
  }

  public static long i64Load16S(long address, long offset, Context context) {
    return CheckedMemory.i64Load16S(at(address, offset, 2, context), context);
  }

  public static long i64Load16U(long address, long offset, Context context) {
    return CheckedMemory.i64Load16U(at(address, offset, 2, context), context);
  }

  public static long i64Load32S(long address, long offset, Context context) {
    return CheckedMemory.i64Load32S(at(address, offset, 4, context), context);
  }

  public static long i64Load32U(long address, long offset, Context context) {
    return CheckedMemory.i64Load32U(at(address, offset, 4, context), context);
  }

  public static void i32Store(long address, int value, long offset, Context context) {
    CheckedMemory.i32Store(at(address, offset, 4, context), value, context);
  }

  public static void i64Store(long address, long value, long offset, Context context) {
    CheckedMemory.i64Store(at(address, offset, 8, context), value, context);
  }

  public static void f32Store(long address, float value, long offset, Context context) {
    CheckedMemory.f32Store(at(address, offset, 4, context), value, context);
  }

  public static void f64Store(long address, double value, long offset, Context context) {
    CheckedMemory.f64Store(at(address, offset, 8, context), value, context);
  }

  public static void i32Store8(long address, int value, long offset, Context context) {
    CheckedMemory.i32Store8(at(address, offset, 1, context), value, context);
  }

  public static void i32Store16(long address, int value, long offset, Context context) {
    CheckedMemory.i32Store16(at(address, offset, 2, context), value, context);
  }

  public static void i64Store8(long address, long value, long offset, Context context) {
    CheckedMemory.i64Store8(at(address, offset, 1, context), value, context);
  }

  public static void i64Store16(long address, long value, long offset, Context context) {
    CheckedMemory.i64Store16(at(address, offset, 2, context), value, context);
  }

  public static void i64Store32(long address, long value, long offset, Context context) {
    CheckedMemory.i64Store32(at(address, offset, 4, context), value, context);
  }

  public static int i32Load(long address, Context context) {
    return i32Load(address, 0, context);
  }

  public static long i64Load(long address, Context context) {
    return i64Load(address, 0, context);
  }

  public static float f32Load(long address, Context context) {
    return f32Load(address, 0, context);
  }

  public static double f64Load(long address, Context context) {
    return f64Load(address, 0, context);
  }

  public static int i32Load8S(long address, Context context) {
    return i32Load8S(address, 0, context);
  }

  public static int i32Load8U(long address, Context context) {
    return i32Load8U(address, 0, context);
  }

  public static int i32Load16S(long address, Context context) {
    return i32Load16S(address, 0, context);
  }

  public static int i32Load16U(long address, Context context) {
    return i32Load16U(address, 0, context);
  }

  public static long i64Load8S(long address, Context context) {
    return i64Load8S(address, 0, context);
  }

  public static long i64Load8U(long address, Context context) {
    return i64Load8U(address, 0, context);
  }

  public static long i64Load16S(long address, Context context) {
    return i64Load16S(address, 0, context);
  }

  public static long i64Load16U(long address, Context context) {
    return i64Load16U(address, 0, context);
  }

  public static long i64Load32S(long address, Context context) {
    return i64Load32S(address, 0, context);
  }

  public static long i64Load32U(long address, Context context) {
    return i64Load32U(address, 0, context);
  }

  public static void i32Store(long address, int value, Context context) {
    i32Store(address, value, 0, context);
  }

  public static void i64Store(long address, long value, Context context) {
    i64Store(address, value, 0, context);
  }

  public static void f32Store(long address, float value, Context context) {
    f32Store(address, value, 0, context);
  }

  public static void f64Store(long address, double value, Context context) {
    f64Store(address, value, 0, context);
  }

  public static void i32Store8(long address, int value, Context context) {
    i32Store8(address, value, 0, context);
  }

  public static void i32Store16(long address, int value, Context context) {
    i32Store16(address, value, 0, context);
  }

  public static void i64Store8(long address, long value, Context context) {
    i64Store8(address, value, 0, context);
  }

  public static void i64Store16(long address, long value, Context context) {
    i64Store16(address, value, 0, context);
  }

  public static void i64Store32(long address, long value, Context context) {
    i64Store32(address, value, 0, context);
  }
}
