package dev.atoll.execution.jvm.runtime;

import dev.atoll.spi.execution.InstructionCounter;

/// The count of instructions while compiled code runs.
///
/// Code keeps a portion of what is left in an int local. What is left is that local and
/// [Context#fuelReserve] together; while code calls, [Context#fuel] stands for the local. The local
/// is negative whenever the whole is, so testing it is enough.
public final class Fuel {

  private Fuel() {}

  /// Called where instructions must be left and the local is negative: the next portion.
  ///
  /// Changes nothing if it throws.
  public static int refill(int fuel, Context context) {
    long left = context.fuelReserve + fuel;
    if (left < 0) {
      left = nextSlice(left, context);
    }
    int portion = (int) Math.min(left, Integer.MAX_VALUE);
    context.fuelReserve = left - portion;
    return portion;
  }

  /// What is left after the core has given more.
  private static long nextSlice(long left, Context context) {
    InstructionCounter counter = context.instructions();
    counter.set(left);
    boolean more;
    try {
      more = counter.refill();
    } catch (RuntimeException | Error e) {
      context.state().keepHostFailure(e);
      throw e;
    }
    if (!more) {
      throw Traps.outOfInstructions();
    }
    return counter.left();
  }

  /// Called instead of a plain store when an expensive function returns: callers test nothing then,
  /// so their charges could add up to less than an int holds.
  public static void leave(int fuel, Context context) {
    if (fuel < 0) {
      context.fuelReserve += fuel + 1;
      context.fuel = -1;
    } else {
      context.fuel = fuel;
    }
  }

  /// Takes the count of the core over.
  public static void begin(Context context) {
    set(context.instructions().left(), context);
  }

  private static void set(long left, Context context) {
    int portion = Math.clamp(left, -1, Integer.MAX_VALUE);
    context.fuel = portion;
    context.fuelReserve = left - portion;
  }

  /// Gives the count to the core.
  public static void end(Context context) {
    context.instructions().set(context.fuelReserve + context.fuel);
  }

  /// Charges the size of a bulk operation, unsigned, and tests what is left.
  ///
  /// Saturates as the reference implementation does, which takes the size for a signed number.
  static void chargeSize(long size, Context context) {
    long left = context.fuelReserve + context.fuel;
    long after = left - size;
    set(after > left ? Long.MIN_VALUE : after, context);
    long total = context.fuelReserve + context.fuel;
    if (total < 0) {
      set(nextSlice(total, context), context);
    }
  }
}
