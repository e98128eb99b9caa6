package dev.atoll.execution.jvm.runtime;

import org.jspecify.annotations.Nullable;

/// The locals of one activation of a function whose code lies in several methods: those that the
/// methods share, each at its place among the numbers or among the references.
///
/// Used by the thread that runs the function.
public final class Activation {

  private final long[] bits;
  private final @Nullable Object[] references;

  /// All numbers are zero and all references null.
  public Activation(int numbers, int references) {
    this.bits = new long[numbers];
    this.references = new Object[references];
  }

  public static void put(int value, int place, Activation activation) {
    activation.bits[place] = value;
  }

  public static void put(long value, int place, Activation activation) {
    activation.bits[place] = value;
  }

  public static void put(float value, int place, Activation activation) {
    activation.bits[place] = Float.floatToRawIntBits(value);
  }

  public static void put(double value, int place, Activation activation) {
    activation.bits[place] = Double.doubleToRawLongBits(value);
  }

  public static void put(@Nullable Object value, int place, Activation activation) {
    activation.references[place] = value;
  }

  public static int getInt(int place, Activation activation) {
    return (int) activation.bits[place];
  }

  public static long getLong(int place, Activation activation) {
    return activation.bits[place];
  }

  public static float getFloat(int place, Activation activation) {
    return Float.intBitsToFloat((int) activation.bits[place]);
  }

  public static double getDouble(int place, Activation activation) {
    return Double.longBitsToDouble(activation.bits[place]);
  }

  public static @Nullable Object getObject(int place, Activation activation) {
    return activation.references[place];
  }
}
