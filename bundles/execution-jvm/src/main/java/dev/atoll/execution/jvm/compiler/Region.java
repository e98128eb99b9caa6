package dev.atoll.execution.jvm.compiler;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run of complete instructions, at one level of nesting, that becomes a method of its own.
///
/// It begins and ends where the operand stack is as at the begin of the block around it, so that
/// nothing but locals goes in; in a function that spills its operands, it begins and ends anywhere
/// at one level. Its method returns how it was left: [#GOES_ON], [#TAIL_CALL], or 1 +
/// the number of the label that it branches to, counted from the outermost, which is the function;
/// the values of the branch lie in the transfer area then.
///
/// The whole function is a region too, [#isWhole], whose method is that of the function.
final class Region {

  /// The end was reached.
  static final int GOES_ON = 0;

  /// A tail call is to be followed.
  static final int TAIL_CALL = -1;

  private final int number;
  private final int start;
  private final int end;
  private final List<Target> outer;
  private final List<Region> inner;
  private final Map<Integer, Region> innerByStart = new HashMap<>();
  private final RegionScan scan;
  private @Nullable OperandTypes before;
  private @Nullable OperandTypes after;
  private boolean goesOn;

  /// @param number tells the regions of a function apart; negative for the whole
  /// @param start the offset of the first instruction in the module
  /// @param end the offset after the last instruction
  /// @param outer the labels around it, the function first
  /// @param inner the regions in it that are methods of their own, by their starts
  Region(int number, int start, int end, List<Target> outer, List<Region> inner, RegionScan scan) {
    this.number = number;
    this.start = start;
    this.end = end;
    this.outer = List.copyOf(outer);
    this.inner = List.copyOf(inner);
    this.scan = scan;
    inner.forEach(region -> innerByStart.put(region.start, region));
  }

  /// Says which operands there are at its start and at its end, in a function that spills them.
  Region between(@Nullable OperandTypes atStart, @Nullable OperandTypes atEnd) {
    this.before = atStart;
    this.after = atEnd;
    return this;
  }

  /// The operands at its start; null for none.
  @Nullable OperandTypes before() {
    return before;
  }

  /// The operands at its end; null for none.
  @Nullable OperandTypes after() {
    return after;
  }

  boolean isWhole() {
    return number < 0;
  }

  int number() {
    return number;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  List<Target> outer() {
    return outer;
  }

  List<Region> inner() {
    return inner;
  }

  /// How many methods of inner regions can be active at once in one activation of the function.
  int nesting() {
    return inner.stream().mapToInt(region -> 1 + region.nesting()).max().orElse(0);
  }

  /// The region of its own that begins at this offset.
  Optional<Region> innerAt(int offset) {
    return Optional.ofNullable(innerByStart.get(offset));
  }

  /// The locals that its own method touches, inner regions left out.
  BitSet ownUses() {
    return scan.ownUses();
  }

  /// The locals that its own method sets, inner regions left out.
  BitSet ownWrites() {
    return scan.ownWrites();
  }

  /// The locals that it touches.
  BitSet uses() {
    return scan.uses();
  }

  /// The locals that it sets.
  BitSet writes() {
    return scan.writes();
  }

  /// The numbers of the labels around it that it may branch to.
  BitSet exits() {
    return scan.exits();
  }

  boolean hasTailCalls() {
    return scan.hasTailCalls();
  }

  /// Whether its end can be reached, known once its method is written.
  boolean goesOn() {
    return goesOn;
  }

  void setGoesOn(boolean reached) {
    goesOn = reached;
  }
}
