package dev.atoll.spi.execution;

/// The instructions that an execution may still use, given out in slices.
///
/// An execution may use [#total] instructions, of which [#left] belong to the present slice. Where
/// an engine tests what is left it compares [#left] with 0 as if there were no slices; when less
/// is left it asks [#refill], which may wait for a long time on the thread that runs the code.
/// Then either [#left] is at least 0 and the code goes on as if nothing had been, or the limit is
/// passed and the engine traps with [TrapCode#OUT_OF_INSTRUCTIONS]. So slices change neither
/// results nor counts nor where code traps.
///
/// Used by one thread at a time. An engine that counts elsewhere while code runs writes the exact
/// value of [#left] here before it calls [#refill] or the host or returns or throws, and reads it
/// again after [#refill] and after a host call, which may have left it below 0: then the next test
/// asks for more. An exception out of [#refill] is treated like that of a host function: it passes
/// through the instance unchanged.
public final class InstructionCounter {

  private static final Slices NONE = () -> Long.MAX_VALUE;

  private long left;

  /// What the slices to come may have.
  private long reserve;

  private Slices slices = NONE;

  /// Where slices come from.
  @FunctionalInterface
  public interface Slices {

    /// Waits until the execution may go on.
    ///
    /// @return the instructions of the next slice, at least 1
    long next();
  }

  /// A counter with everything in one slice.
  public InstructionCounter(long left) {
    this.left = left;
  }

  /// Begins an execution of at most `limit` instructions.
  ///
  /// @param first how many of them the first slice has; the whole if it is not less. May be
  ///     negative, if that much was used in advance
  /// @param more gives the further slices
  public void begin(long limit, long first, Slices more) {
    left = Math.min(limit, first);
    reserve = limit - left;
    slices = more;
  }

  /// Begins an execution of at most `limit` instructions, in one slice.
  public void begin(long limit) {
    begin(limit, limit, NONE);
  }

  /// What is left of the present slice; negative if code must ask for another one.
  public long left() {
    return left;
  }

  /// Sets what is left of the present slice.
  public void set(long newLeft) {
    left = newLeft;
  }

  /// What is left altogether; negative if the limit was passed.
  public long total() {
    return left + reserve;
  }

  /// Takes `instructions` off, saturating at [Long#MIN_VALUE].
  public void charge(long instructions) {
    long after = left - instructions;
    left = ((left ^ instructions) & (left ^ after)) < 0 ? Long.MIN_VALUE : after;
  }

  /// Asks for further slices until [#left] is not negative.
  ///
  /// @return false if the limit is passed: [#total] is negative
  public boolean refill() {
    if (total() < 0) {
      return false;
    }
    while (left < 0) {
      long slice = Math.min(reserve, slices.next());
      left += slice;
      reserve -= slice;
    }
    return true;
  }
}
