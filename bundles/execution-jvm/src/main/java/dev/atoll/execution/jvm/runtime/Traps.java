package dev.atoll.execution.jvm.runtime;

import dev.atoll.spi.execution.TrapCode;
import org.jspecify.annotations.Nullable;

/// Makes the traps, apart from the code that finds them, so that this stays small enough to be
/// inlined.
public final class Traps {

  private Traps() {}

  /// For the instruction of that name; compiled code throws it.
  public static CodeTrap unreachable() {
    return new CodeTrap(TrapCode.UNREACHABLE);
  }

  /// For a call that passes the budget of the stack; compiled code throws it.
  public static CodeTrap stackOverflow() {
    return new CodeTrap(TrapCode.STACK_OVERFLOW);
  }

  /// For a call through an element that is null or a function of another type.
  static CodeTrap callOf(@Nullable Object element) {
    return new CodeTrap(element == null ? TrapCode.NULL_FUNCTION : TrapCode.BAD_SIGNATURE);
  }

  static CodeTrap outOfInstructions() {
    return new CodeTrap(TrapCode.OUT_OF_INSTRUCTIONS);
  }

  static CodeTrap heapOutOfBounds() {
    return new CodeTrap(TrapCode.HEAP_OUT_OF_BOUNDS);
  }

  static CodeTrap tableOutOfBounds() {
    return new CodeTrap(TrapCode.TABLE_OUT_OF_BOUNDS);
  }

  static CodeTrap divisionByZero() {
    return new CodeTrap(TrapCode.INTEGER_DIVISION_BY_ZERO);
  }

  static CodeTrap integerOverflow() {
    return new CodeTrap(TrapCode.INTEGER_OVERFLOW);
  }

  /// For a float that has no integer: a NaN, or one that lies outside of the range.
  static CodeTrap conversionOf(double value) {
    return new CodeTrap(
        Double.isNaN(value) ? TrapCode.INVALID_CONVERSION_TO_INTEGER : TrapCode.INTEGER_OVERFLOW);
  }
}
