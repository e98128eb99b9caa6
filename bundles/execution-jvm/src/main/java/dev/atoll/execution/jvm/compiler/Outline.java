package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// How a function is nested, written down while its method is: at each level a sequence of elements
/// that begin and end where no operand lies above the begin of the block.
///
/// Code that is never reached is not in it.
final class Outline {

  private static final int SIMPLE = 2;
  private static final int CONSTANT = 3;
  private static final int ACCESS = 9;
  private static final int CALL = 26;
  private static final int BRANCH = 4;
  private static final int LOOP = 16;
  private static final int CHARGE = 3;

  /// The most ways in which a branch table may leave what becomes a region.
  private static final int HUB_EXITS_MAX = 8;

  /// The most blocks inside of each other; functions with more are not split, because what looks at
  /// the outline descends into it, and each level has a list of all labels around it. The public
  /// network takes up to 20,000 levels; compilers make hundreds at most.
  private static final int DEPTH_MAX = 1_000;

  /// What moving operands adds to an instruction of a function that spills them.
  private static final int SPILL = 26;

  /// How much such a function is cut into at least; it can be cut anywhere.
  private static final int SPILLED_BYTES = 400;

  private static final int[] NONE = {};

  private final boolean spills;
  private final Deque<Sequence> open = new ArrayDeque<>();
  private @Nullable Sequence whole;
  private boolean tooDeep;

  /// @param spills whether the function spills its operands
  Outline(boolean spills) {
    this.spills = spills;
  }

  /// What lies between the begin of a block and its end or else.
  ///
  /// @param outer the labels that can be branched to, outermost first
  record Sequence(List<Target> outer, List<Element> elements) {

    /// An estimate of the code it becomes, in bytes.
    int size() {
      int size = 0;
      for (Element element : elements) {
        size += element.size();
      }
      return size;
    }

    /// Notes what [#size] is for all that is in it.
    int measure() {
      int size = 0;
      for (Element element : elements) {
        size += element.measure();
      }
      return size;
    }
  }

  /// A run of instructions, with the blocks that begin in it.
  static final class Element {
    private final int start;
    private final boolean startsEmpty;
    private final List<Sequence> nested = new ArrayList<>();
    private final List<Region> regions = new ArrayList<>();
    private final @Nullable OperandTypes before;
    private @Nullable OperandTypes after;
    private int end;
    private boolean endsEmpty;
    private boolean isHub;
    private int ownSize;
    private int measured;

    Element(int start, boolean startsEmpty, @Nullable OperandTypes before) {
      this.start = start;
      this.startsEmpty = startsEmpty;
      this.before = before;
    }

    /// What stands for a region: a call of its method.
    static Element of(Region region, int callSize) {
      Element element = new Element(region.start(), true, region.before());
      element.after = region.after();
      element.end = region.end();
      element.endsEmpty = true;
      element.ownSize = callSize;
      element.regions.add(region);
      return element;
    }

    int start() {
      return start;
    }

    /// The operands at its start, null for none or if they are not spilled.
    @Nullable OperandTypes before() {
      return before;
    }

    /// The operands at its end, null for none or if they are not spilled.
    @Nullable OperandTypes after() {
      return after;
    }

    int end() {
      return end;
    }

    /// Whether it can begin and end a region.
    boolean isWhole() {
      return startsEmpty && endsEmpty;
    }

    List<Sequence> nested() {
      return nested;
    }

    /// Whether it holds a branch table that leaves it in many ways, as the levels between a table
    /// and its cases do.
    boolean isHub() {
      return isHub;
    }

    int size() {
      int size = ownSize;
      for (Sequence sequence : nested) {
        size += sequence.size();
      }
      return size;
    }

    private int measure() {
      int size = ownSize;
      for (Sequence sequence : nested) {
        size += sequence.measure();
      }
      measured = size;
      return size;
    }

    /// What [#size] was when it was measured.
    int measured() {
      return measured;
    }

    /// The regions that it calls, by their starts.
    void collectRegions(List<Region> all) {
      all.addAll(regions);
      nested.forEach(sequence -> sequence.elements().forEach(e -> e.collectRegions(all)));
    }
  }

  /// Whether blocks are nested too deeply for the outline to be complete.
  boolean isTooDeep() {
    return tooDeep;
  }

  /// The sequence of the function itself.
  Sequence whole() {
    Sequence sequence = whole;
    if (sequence == null) {
      throw new IllegalStateException("function is not written yet");
    }
    return sequence;
  }

  /// That of a function that keeps its operands on the JVM's stack, without writing its method.
  ///
  /// @param measure what an instruction comes to, in bytes
  static Outline of(CodeWalk walk, ToIntFunction<CodeWalk> measure) {
    Outline outline = new Outline(false);
    outline.open(walk::targets);
    while (walk.next()) {
      int opcode = walk.reader().opcode();
      int start = walk.reader().start();
      boolean closes = opcode == Opcodes.ELSE || opcode == Opcodes.END;
      if (closes) {
        outline.close(start, null, !walk.isReachable() || walk.isEmpty());
      } else {
        outline.instruction(
            start, measure.applyAsInt(walk), labels(walk.reader()), null, walk.isEmpty());
      }
      walk.step();
      if (CodeWalk.isBlock(opcode) || opcode == Opcodes.ELSE) {
        outline.open(walk::targets);
      }
    }
    return outline;
  }

  private static int[] labels(InstructionReader reader) {
    return reader.opcode() == Opcodes.BR_TABLE ? reader.labels() : NONE;
  }

  /// With estimates of what the instructions come to.
  static Outline estimated(CodeWalk walk) {
    return of(walk, at -> estimate(at.reader().instruction(), labels(at.reader())));
  }

  /// Begins a block, or the function.
  ///
  /// @param targets the labels that can be branched to in it
  void open(Supplier<List<Target>> targets) {
    tooDeep |= open.size() == DEPTH_MAX;
    if (tooDeep) {
      return;
    }
    Sequence sequence = new Sequence(targets.get(), new ArrayList<>());
    if (whole == null) {
      whole = sequence;
    } else {
      last(open.getLast()).nested.add(sequence);
    }
    open.addLast(sequence);
  }

  private static Element last(Sequence sequence) {
    return sequence.elements().getLast();
  }

  /// Notes an instruction that is reached.
  ///
  /// @param size what it comes to, in bytes
  /// @param labels of a branch table, otherwise empty
  /// @param operands before the instruction, null for none or if they are not spilled
  /// @param isEmpty whether no operand lies above the begin of the block
  void instruction(
      int start, int size, int[] labels, @Nullable OperandTypes operands, boolean isEmpty) {
    if (tooDeep) {
      return;
    }
    List<Element> elements = open.getLast().elements();
    if (elements.isEmpty()) {
      elements.add(new Element(start, spills || isEmpty, operands));
    } else if (spills ? elements.getLast().size() > SPILLED_BYTES : isEmpty) {
      close(elements.getLast(), start, true, operands);
      elements.add(new Element(start, true, operands));
    }
    elements.getLast().ownSize += size + (spills ? SPILL : 0);
    noteHub(labels);
  }

  private void noteHub(int[] labels) {
    if (labels.length <= HUB_EXITS_MAX) {
      return;
    }
    BitSet distinct = new BitSet();
    for (int label : labels) {
      distinct.set(label);
    }
    int exits = distinct.cardinality();
    Iterator<Sequence> sequences = open.descendingIterator();
    for (int i = 0; exits > HUB_EXITS_MAX && sequences.hasNext(); i++) {
      last(sequences.next()).isHub = true;
      exits -= distinct.get(i) ? 1 : 0;
    }
  }

  /// Ends a block, at its end or else.
  ///
  /// @param isEmpty whether the place is never reached or no operand lies above the begin
  void close(int start, @Nullable OperandTypes operands, boolean isEmpty) {
    if (tooDeep) {
      return;
    }
    Sequence sequence = open.removeLast();
    if (!sequence.elements().isEmpty()) {
      close(last(sequence), start, spills || isEmpty, operands);
    }
  }

  private static void close(
      Element element, int end, boolean isEmpty, @Nullable OperandTypes operands) {
    element.end = end;
    element.endsEmpty = isEmpty;
    element.after = operands;
  }

  /// An estimate of what an instruction comes to, in bytes.
  ///
  /// @param labels of a branch table, otherwise empty
  static int estimate(Instruction instruction, int[] labels) {
    int opcode = instruction.opcode();
    if (instruction.isMemoryAccess() || opcode >= 0xfd00) {
      return ACCESS;
    }
    return switch (opcode) {
      case Opcodes.BLOCK, Opcodes.NOP -> 0;
      case Opcodes.LOOP -> LOOP;
      case Opcodes.IF, Opcodes.BR_IF, Opcodes.BR, Opcodes.RETURN -> BRANCH + CHARGE;
      case Opcodes.BR_TABLE -> new BranchTable(labels).codeBytes() + BRANCH + CHARGE;
      case Opcodes.CALL, Opcodes.CALL_INDIRECT, Opcodes.RETURN_CALL, Opcodes.RETURN_CALL_INDIRECT ->
          CALL;
      case Opcodes.LOCAL_GET, Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE -> SIMPLE;
      case Opcodes.I32_CONST, Opcodes.I64_CONST, Opcodes.F32_CONST, Opcodes.F64_CONST -> CONSTANT;
      default -> opcode < 0xc5 ? SIMPLE : CALL;
    };
  }
}
