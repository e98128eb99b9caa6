package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Blocks, loops and branches.
///
/// At every label the operands lie as they did where its block began, the values of the branch
/// above them; at the label of a loop all of them are at home.
final class Control {

  private static final int NO_RESULT = 0x40;

  private final Method method;
  private final CodeBuilder code;
  private final Operands operands;
  private final Calls calls;
  private final List<Frame> frames = new ArrayList<>();
  private boolean reachable = true;

  /// An open block, loop, if, else or the function itself.
  private static final class Frame {
    final Target target;
    final boolean isOuter;
    final int height;
    final int atHome;
    final Label label;
    @Nullable Label otherwise;
    boolean used;

    /// @param isOuter whether it lies around the region that the method is of
    Frame(Target target, boolean isOuter, int height, int atHome, Label label) {
      this.target = target;
      this.isOuter = isOuter;
      this.height = height;
      this.atHome = atHome;
      this.label = label;
    }

    List<ValueType> labelTypes() {
      return target.values();
    }
  }

  Control(Method method, Calls calls) {
    this.method = method;
    this.code = method.code;
    this.operands = method.operands;
    this.calls = calls;
    if (method.region.isWhole()) {
      FunctionType type = new FunctionType(List.of(), method.signature.type().results());
      frames.add(new Frame(new Target(false, type), false, 0, 0, code.newLabel()));
    }
    for (Target target : method.region.outer()) {
      frames.add(new Frame(target, true, 0, 0, code.newLabel()));
    }
  }

  /// Whether the next instruction can be reached.
  boolean isReachable() {
    return reachable;
  }

  /// After an instruction that never goes on to the next one.
  void unreachable() {
    reachable = false;
  }

  private FunctionType blockType() {
    long type = method.reader.blockType();
    if (type >= 0) {
      return method.layout.module().types().get((int) type);
    }
    int valueType = (int) (type & 0x7f);
    ValueType result = valueType == NO_RESULT ? null : ValueType.ofCode(valueType);
    return result == null ? FunctionType.EMPTY : new FunctionType(List.of(), List.of(result));
  }

  private Frame open(boolean isLoop) {
    FunctionType type = blockType();
    int parameters = type.parameters().size();
    if (isLoop) {
      operands.goHome();
    } else {
      operands.demand(parameters);
      operands.settle();
    }
    Frame frame =
        new Frame(
            new Target(isLoop, type),
            false,
            operands.height() - parameters,
            operands.atHome(),
            code.newLabel());
    frames.add(frame);
    return frame;
  }

  void block() {
    open(false);
  }

  void loop() {
    code.labelBinding(open(true).label);
  }

  /// The condition is a pending comparison or lies on the stack.
  void ifThen() {
    Comparison comparison = method.comparison;
    int parameters = blockType().parameters().size();
    if (operands.isUnsettled(1 + parameters)) {
      comparison.materialise();
      operands.demand(1 + parameters);
      operands.settle();
    }
    operands.drop(1);
    Label otherwise = code.newLabel();
    if (comparison.isPending()) {
      comparison.jump(otherwise, false);
    } else {
      code.ifeq(otherwise);
    }
    open(false).otherwise = otherwise;
  }

  void otherwise() {
    Frame frame = frames.getLast();
    Label otherwise = frame.otherwise;
    if (otherwise == null) {
      throw new IllegalStateException("else without if");
    }
    if (reachable) {
      leaveTo(frame);
      code.goto_(frame.label);
      frame.used = true;
    }
    code.labelBinding(otherwise);
    frame.otherwise = null;
    operands.reset(frame.height, frame.atHome);
    operands.pushAll(frame.target.type().parameters());
    reachable = true;
  }

  /// Closes a block; false at the end of the function.
  boolean end() {
    Frame frame = frames.getLast();
    if (frames.size() == 1) {
      if (reachable) {
        returnResults();
      }
      return false;
    }
    frames.removeLast();
    boolean joins = frame.otherwise != null || (frame.used && !frame.target.isLoop());
    if (joins && reachable) {
      leaveTo(frame);
    }
    if (joins) {
      if (frame.otherwise != null) {
        code.labelBinding(frame.otherwise);
      }
      code.labelBinding(frame.label);
      operands.reset(frame.height, frame.atHome);
      operands.pushAll(frame.target.type().results());
      reachable = true;
    } else if (!reachable) {
      operands.reset(frame.height, Math.min(frame.atHome, frame.height));
    }
    return true;
  }

  /// Leaves the results of a block where its label expects them.
  private void leaveTo(Frame frame) {
    int values = frame.labelTypes().size();
    operands.demandCanonical(values);
    operands.arrange(values, frame.height, frame.atHome);
  }

  private Frame target(int label) {
    return frames.get(frames.size() - 1 - label);
  }

  void branch() {
    Frame frame = target(method.reader.index());
    operands.demandCanonical(frame.labelTypes().size());
    jump(frame);
    reachable = false;
  }

  /// Goes to a label; its values lie on the JVM's stack. What is known of the operands stays.
  private void jump(Frame frame) {
    int values = frame.labelTypes().size();
    if (frame.isOuter) {
      method.regions.branch(frames.indexOf(frame), frame.labelTypes());
    } else if (frame == frames.getFirst()) {
      calls.leave();
    } else if (frame.target.isLoop()) {
      operands.writeToHomes(values, frame.height);
      code.goto_(frame.label);
    } else {
      operands.arrange(values, frame.height, frame.atHome);
      code.goto_(frame.label);
      frame.used = true;
    }
  }

  /// Whether a branch to the frame is nothing but a jump.
  private boolean isPlain(Frame frame) {
    int values = frame.labelTypes().size();
    if (frame.isOuter || frame == frames.getFirst()) {
      return false;
    }
    if (frame.target.isLoop()) {
      return values == 0 && operands.atHome() == operands.height();
    }
    return operands.height() - values == frame.height && operands.atHome() == frame.atHome;
  }

  /// The condition is a pending comparison or lies on the stack.
  void branchIf() {
    Comparison comparison = method.comparison;
    Frame frame = target(method.reader.index());
    int values = frame.labelTypes().size();
    if (operands.isUnsettled(1 + values)) {
      comparison.materialise();
      operands.demandCanonical(1 + values);
    }
    operands.drop(1);
    if (isPlain(frame)) {
      frame.used = true;
      if (comparison.isPending()) {
        comparison.jump(frame.label, true);
      } else {
        code.ifne(frame.label);
      }
      return;
    }
    Label stay = code.newLabel();
    if (comparison.isPending()) {
      comparison.jump(stay, false);
    } else {
      code.ifeq(stay);
    }
    jump(frame);
    code.labelBinding(stay);
  }

  void branchTable() {
    BranchTable table = new BranchTable(method.reader.labels());
    int[] labels = table.targets();
    int values = target(labels[labels.length - 1]).labelTypes().size();
    operands.demandCanonical(1 + values);
    operands.drop(1);
    table.choose(code);
    SortedMap<Integer, Label> detours = new TreeMap<>();
    List<SwitchCase> cases = new ArrayList<>(labels.length);
    for (int i = 0; i < labels.length - 1; i++) {
      cases.add(SwitchCase.of(i, entry(labels[i], detours)));
    }
    Label last = entry(labels[labels.length - 1], detours);
    if (cases.isEmpty()) {
      code.pop().goto_(last);
    } else {
      code.tableswitch(0, cases.size() - 1, last, cases);
    }
    detours.forEach(
        (label, detour) -> {
          code.labelBinding(detour);
          jump(target(label));
        });
    reachable = false;
  }

  private Label entry(int label, SortedMap<Integer, Label> detours) {
    Frame frame = target(label);
    if (isPlain(frame)) {
      frame.used = true;
      return frame.label;
    }
    return detours.computeIfAbsent(label, l -> code.newLabel());
  }

  /// The labels that can be branched to, outermost first.
  List<Target> targets() {
    return frames.stream().map(frame -> frame.target).toList();
  }

  /// Whether no operand lies above where the innermost block began.
  boolean isEmpty() {
    return operands.height() == frames.getLast().height;
  }

  /// Goes where an inner region says; that lies on the JVM's stack above the operands.
  void follow(Region inner) {
    List<SwitchCase> cases = new ArrayList<>();
    SortedMap<Integer, Label> detours = new TreeMap<>();
    if (inner.hasTailCalls()) {
      Label tail = code.newLabel();
      cases.add(SwitchCase.of(Region.TAIL_CALL, tail));
      detours.put(Region.TAIL_CALL, tail);
    }
    inner.exits().stream()
        .forEach(
            exit -> {
              Frame frame = frames.get(exit);
              boolean plain = frame.labelTypes().isEmpty() && isPlain(frame);
              Label label = plain ? frame.label : code.newLabel();
              if (plain) {
                frame.used = true;
              } else {
                detours.put(1 + exit, label);
              }
              cases.add(SwitchCase.of(1 + exit, label));
            });
    Label on = code.newLabel();
    if (inner.goesOn() && cases.isEmpty()) {
      code.pop();
    } else if (cases.isEmpty()) {
      code.pop().aconst_null().athrow(); // the region always throws
    } else if (cases.size() > 1) {
      code.lookupswitch(inner.goesOn() ? on : cases.getFirst().target(), cases);
    } else if (inner.goesOn() && detours.isEmpty()) {
      code.ifne(cases.getFirst().target());
    } else if (inner.goesOn()) {
      code.ifeq(on); // the only detour follows
    } else {
      code.pop().goto_(cases.getFirst().target());
    }
    detours.forEach(
        (exit, label) -> {
          code.labelBinding(label);
          leaveAs(exit);
        });
    if (inner.goesOn()) {
      code.labelBinding(on);
    } else {
      reachable = false;
    }
  }

  private void leaveAs(int exit) {
    if (exit == Region.TAIL_CALL) {
      calls.leaveForTail();
      return;
    }
    Frame frame = frames.get(exit - 1);
    if (frame.isOuter) {
      method.regions.passOn(exit);
      return;
    }
    List<ValueType> values = frame.labelTypes();
    for (int i = 0; i < values.size(); i++) {
      Transfers.take(code, values.get(i), i, method::loadContext);
    }
    operands.pushAll(values);
    jump(frame);
    operands.drop(values.size());
  }

  void returnResults() {
    operands.demandCanonical(method.signature.type().results().size());
    calls.leave();
    reachable = false;
  }
}
