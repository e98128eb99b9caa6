package dev.atoll.execution.jvm.runtime;

/// Loads and stores of a 32-bit memory: the methods are named after the instructions.
///
/// Address and offset are unsigned; their sum does not wrap around. Where no offset is given it is
/// 0, which is most often so and takes less code.
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
    return CheckedMemory.i32Load(at(address, offset, 4, context), context);
  }

  public static long i64Load(int address, int offset, Context context) {
    return CheckedMemory.i64Load(at(address, offset, 8, context), context);
  }

  public static float f32Load(int address, int offset, Context context) {
    return CheckedMemory.f32Load(at(address, offset, 4, context), context);
  }

  public static double f64Load(int address, int offset, Context context) {
    return CheckedMemory.f64Load(at(address, offset, 8, context), context);
  }

  public static int i32Load8S(int address, int offset, Context context) {
    return CheckedMemory.i32Load8S(at(address, offset, 1, context), context);
  }

  public static int i32Load8U(int address, int offset, Context context) {
    return CheckedMemory.i32Load8U(at(address, offset, 1, context), context);
  }

  public static int i32Load16S(int address, int offset, Context context) {
    return CheckedMemory.i32Load16S(at(address, offset, 2, context), context);
  }

  public static int i32Load16U(int address, int offset, Context context) {
    return CheckedMemory.i32Load16U(at(address, offset, 2, context), context);
  }

  public static long i64Load8S(int address, int offset, Context context) {
    return CheckedMemory.i64Load8S(at(address, offset, 1, context), context);
  }

  public static long i64Load8U(int address, int offset, Context context) {
    return CheckedMemory.i64Load8U(at(address, offset, 1, context), context);
  }

  public static long i64Load16S(int address, int offset, Context context) {
    return CheckedMemory.i64Load16S(at(address, offset, 2, context), context);
  }

  public static long i64Load16U(int address, int offset, Context context) {
    return CheckedMemory.i64Load16U(at(address, offset, 2, context), context);
  }

  public static long i64Load32S(int address, int offset, Context context) {
    return CheckedMemory.i64Load32S(at(address, offset, 4, context), context);
  }

  public static long i64Load32U(int address, int offset, Context context) {
    return CheckedMemory.i64Load32U(at(address, offset, 4, context), context);
  }

  public static void i32Store(int address, int value, int offset, Context context) {
    CheckedMemory.i32Store(at(address, offset, 4, context), value, context);
  }

  public static void i64Store(int address, long value, int offset, Context context) {
    CheckedMemory.i64Store(at(address, offset, 8, context), value, context);
  }

  public static void f32Store(int address, float value, int offset, Context context) {
    CheckedMemory.f32Store(at(address, offset, 4, context), value, context);
  }

  public static void f64Store(int address, double value, int offset, Context context) {
    CheckedMemory.f64Store(at(address, offset, 8, context), value, context);
  }

  public static void i32Store8(int address, int value, int offset, Context context) {
    CheckedMemory.i32Store8(at(address, offset, 1, context), value, context);
  }

  public static void i32Store16(int address, int value, int offset, Context context) {
    CheckedMemory.i32Store16(at(address, offset, 2, context), value, context);
  }

  public static void i64Store8(int address, long value, int offset, Context context) {
    CheckedMemory.i64Store8(at(address, offset, 1, context), value, context);
  }

  public static void i64Store16(int address, long value, int offset, Context context) {
    CheckedMemory.i64Store16(at(address, offset, 2, context), value, context);
  }

  public static void i64Store32(int address, long value, int offset, Context context) {
    CheckedMemory.i64Store32(at(address, offset, 4, context), value, context);
  }

  public static int i32Load(int address, Context context) {
    return i32Load(address, 0, context);
  }

  public static long i64Load(int address, Context context) {
    return i64Load(address, 0, context);
  }

  public static float f32Load(int address, Context context) {
    return f32Load(address, 0, context);
  }

  public static double f64Load(int address, Context context) {
    return f64Load(address, 0, context);
  }

  public static int i32Load8S(int address, Context context) {
    return i32Load8S(address, 0, context);
  }

  public static int i32Load8U(int address, Context context) {
    return i32Load8U(address, 0, context);
  }

  public static int i32Load16S(int address, Context context) {
    return i32Load16S(address, 0, context);
  }

  public static int i32Load16U(int address, Context context) {
    return i32Load16U(address, 0, context);
  }

  public static long i64Load8S(int address, Context context) {
    return i64Load8S(address, 0, context);
  }

  public static long i64Load8U(int address, Context context) {
    return i64Load8U(address, 0, context);
  }

  public static long i64Load16S(int address, Context context) {
    return i64Load16S(address, 0, context);
  }

  public static long i64Load16U(int address, Context context) {
    return i64Load16U(address, 0, context);
  }

  public static long i64Load32S(int address, Context context) {
    return i64Load32S(address, 0, context);
  }

  public static long i64Load32U(int address, Context context) {
    return i64Load32U(address, 0, context);
  }

  public static void i32Store(int address, int value, Context context) {
    i32Store(address, value, 0, context);
  }

  public static void i64Store(int address, long value, Context context) {
    i64Store(address, value, 0, context);
  }

  public static void f32Store(int address, float value, Context context) {
    f32Store(address, value, 0, context);
  }

  public static void f64Store(int address, double value, Context context) {
    f64Store(address, value, 0, context);
  }

  public static void i32Store8(int address, int value, Context context) {
    i32Store8(address, value, 0, context);
  }

  public static void i32Store16(int address, int value, Context context) {
    i32Store16(address, value, 0, context);
  }

  public static void i64Store8(int address, long value, Context context) {
    i64Store8(address, value, 0, context);
  }

  public static void i64Store16(int address, long value, Context context) {
    i64Store16(address, value, 0, context);
  }

  public static void i64Store32(int address, long value, Context context) {
    i64Store32(address, value, 0, context);
  }
}
