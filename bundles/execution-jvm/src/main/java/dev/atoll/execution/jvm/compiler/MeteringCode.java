package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.MeteringPlan;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// Writes the counting of instructions into a method.
///
/// What is left is kept in an int local, see [dev.atoll.execution.jvm.runtime.Fuel]. It is stored
/// before each call and loaded after it, and a handler for all exceptions stores it when code
/// between calls traps; exceptions of calls pass by, because the callee has stored it.
final class MeteringCode {

  /// Functions that charge more at most once store a deficit away when they return: 109,226 frames
  /// of this much fit into an int.
  private static final int RETURN_UNTESTED_MAX = 4_096;

  private static final MethodTypeDesc REFILL =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, Names.CONTEXT);
  private static final MethodTypeDesc LEAVE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, Names.CONTEXT);

  private final CodeBuilder code;
  private final Locals locals;
  private final MeteringPlan plan;
  private final boolean expensive;
  private final List<Label[]> ranges = new ArrayList<>();
  private Label rangeStart;
  private int place;

  MeteringCode(CodeBuilder code, Locals locals, MeteringPlan plan) {
    this.code = code;
    this.locals = locals;
    this.plan = plan;
    long sum = 0;
    for (int i = 0; i < plan.size(); i++) {
      sum += plan.weight(i);
    }
    this.expensive = sum > RETURN_UNTESTED_MAX;
    load();
    this.rangeStart = code.newBoundLabel();
  }

  /// Whether something is charged or tested before the instruction at `offset`.
  boolean isDue(int offset) {
    return place < plan.size() && plan.offset(place) == offset;
  }

  /// Passes over code that is never reached.
  void skipTo(int offset) {
    while (place < plan.size() && plan.offset(place) < offset) {
      place++;
    }
  }

  /// Charges what is due; nothing lies on the JVM's stack if it is tested.
  void charge() {
    long weight = plan.weight(place);
    if (weight > 0 && weight <= -Short.MIN_VALUE) {
      code.iinc(locals.fuel(), (int) -weight);
    } else if (weight > 0) {
      code.iload(locals.fuel()).loadConstant(Math.toIntExact(weight)).isub();
      code.istore(locals.fuel());
    }
    if (plan.isChecked(place)) {
      Label enough = code.newLabel();
      code.iload(locals.fuel()).ifge(enough).iload(locals.fuel());
      locals.loadContext(code);
      code.invokestatic(Names.FUEL, "refill", REFILL).istore(locals.fuel()).labelBinding(enough);
    }
    place++;
  }

  private void load() {
    locals.loadContext(code);
    code.getfield(Names.CONTEXT, "fuel", ConstantDescs.CD_int).istore(locals.fuel());
  }

  private void store() {
    locals.loadContext(code);
    code.iload(locals.fuel()).putfield(Names.CONTEXT, "fuel", ConstantDescs.CD_int);
  }

  /// Before anything that counts by itself; its operands lie on the JVM's stack.
  void beforeCall() {
    store();
    ranges.add(new Label[] {rangeStart, code.newBoundLabel()});
  }

  void afterCall() {
    load();
    rangeStart = code.newBoundLabel();
  }

  /// Before the method returns; results lie on the JVM's stack.
  void leave() {
    if (expensive) {
      code.iload(locals.fuel());
      locals.loadContext(code);
      code.invokestatic(Names.FUEL, "leave", LEAVE);
    } else {
      store();
    }
  }

  /// At the end of the method, which is not reached from above.
  void finish() {
    ranges.add(new Label[] {rangeStart, code.newBoundLabel()});
    Label handler = code.newBoundLabel();
    store();
    code.athrow();
    for (Label[] range : ranges) {
      code.exceptionCatchAll(range[0], range[1], handler);
    }
  }
}
