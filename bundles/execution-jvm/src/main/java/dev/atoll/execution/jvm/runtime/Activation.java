package dev.atoll.execution.jvm.runtime;

import org.jspecify.annotations.Nullable;

/// The locals of one activation of a function whose code lies in several methods: those that the
/// methods share, each at its place among the numbers or among the references. Numbers are kept as
/// long: ints with their sign, floats by their raw bits.
///
/// Used by the thread that runs the function.
public final class Activation {

  /// How many numbers have a field of their own, which is read without a bounds check.
  public static final int FIELDS = 16;

  public long number0;
  public long number1;
  public long number2;
  public long number3;
  public long number4;
  public long number5;
  public long number6;
  public long number7;
  public long number8;
  public long number9;
  public long number10;
  public long number11;
  public long number12;
  public long number13;
  public long number14;
  public long number15;

  private static final long[] NO_NUMBERS = {};
  private static final @Nullable Object[] NO_REFERENCES = {};

  private final long[] bits;
  private final @Nullable Object[] references;

  /// All numbers are zero and all references null.
  ///
  /// @param numbers beyond those with a field
  public Activation(int numbers, int references) {
    this.bits = numbers == 0 ? NO_NUMBERS : new long[numbers];
    this.references = references == 0 ? NO_REFERENCES : new Object[references];
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
