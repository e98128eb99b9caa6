package dev.atoll.execution.jvm.runtime;

import org.jspecify.annotations.Nullable;

/// Values on their way through [Context#bits] and [Context#references]: arguments for the core,
/// results after the first, and what does not fit into a call of the JVM.
public final class Transfer {

  private Transfer() {}

  public static void put(int value, int index, Context context) {
    context.bits[index] = value;
  }

  public static void put(long value, int index, Context context) {
    context.bits[index] = value;
  }

  public static void put(float value, int index, Context context) {
    context.bits[index] = Float.floatToRawIntBits(value);
  }

  public static void put(double value, int index, Context context) {
    context.bits[index] = Double.doubleToRawLongBits(value);
  }

  public static void put(@Nullable Object value, int index, Context context) {
    context.references[index] = value;
  }

  public static int takeInt(int index, Context context) {
    return (int) context.bits[index];
  }

  public static long takeLong(int index, Context context) {
    return context.bits[index];
  }

  public static float takeFloat(int index, Context context) {
    return Float.intBitsToFloat((int) context.bits[index]);
  }

  public static double takeDouble(int index, Context context) {
    return Double.longBitsToDouble(context.bits[index]);
  }

  /// Takes a vector or a reference and forgets it.
  public static @Nullable Object takeObject(int index, Context context) {
    Object value = context.references[index];
    context.references[index] = null;
    return value;
  }
}
