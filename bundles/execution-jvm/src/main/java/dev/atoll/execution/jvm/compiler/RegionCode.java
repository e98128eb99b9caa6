package dev.atoll.execution.jvm.compiler;

import dev.atoll.execution.jvm.runtime.Activation;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The seams between the methods of a function that is split into regions.
///
/// A method keeps the locals that it touches in locals of the JVM, loads the shared ones when it
/// begins, stores those that an inner region touches before it calls that, and loads those that the
/// inner region sets after it; but for those that it leaves in the activation, see [SharedLocals].
final class RegionCode {

  /// The type of the methods of regions.
  static final MethodTypeDesc METHOD =
      MethodTypeDesc.of(
          ConstantDescs.CD_int, Names.ACTIVATION, ConstantDescs.CD_int, Names.INSTANCE_CLASS);

  private static final MethodTypeDesc NEW =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int);

  private final Method method;
  private final CodeBuilder code;

  /// Where the method ends, by what it returns.
  private final SortedMap<Integer, Label> ends = new TreeMap<>();

  RegionCode(Method method) {
    this.method = method;
    this.code = method.code;
  }

  /// Makes the activation of a function that is split, when its locals have their first values.
  static void begin(FunctionPlan plan, Locals locals, CodeBuilder code) {
    code.new_(Names.ACTIVATION).dup();
    code.loadConstant(Math.max(0, plan.sharedNumbers() - Activation.FIELDS));
    code.loadConstant(plan.sharedReferences());
    code.invokespecial(Names.ACTIVATION, ConstantDescs.INIT_NAME, NEW).astore(locals.activation());
    if (plan.spills()) {
      spill(plan, locals, code);
      return;
    }
    int parameters = plan.signature.type().parameters().size();
    for (int i = 0; i < plan.types.length; i++) {
      if (!plan.isShared(i)) {
        continue;
      }
      if (i < parameters) {
        save(plan, locals, code, i);
      } else if (plan.types[i] == ValueType.V128) {
        Locals.zero(code, ValueType.V128);
        SharedLocals.put(plan, locals.activation(), code, i);
      }
    }
    locals.activate();
  }

  private static void spill(FunctionPlan plan, Locals locals, CodeBuilder code) {
    int parameters = plan.signature.type().parameters().size();
    for (int i = 0; i < plan.types.length; i++) {
      if (i < plan.signature.direct()) {
        locals.loadSlot(code, i);
      } else if (i < parameters) {
        Transfers.take(code, plan.types[i], i, () -> locals.loadContext(code));
      } else if (plan.types[i] == ValueType.V128) {
        Locals.zero(code, ValueType.V128);
      } else {
        continue; // zero already
      }
      SharedLocals.put(plan, locals.activation(), code, i);
    }
  }

  /// Loads what the method of a region touches.
  static void enter(FunctionPlan plan, Region region, Locals locals, CodeBuilder code) {
    region.ownUses().stream()
        .filter(locals::has)
        .forEach(
            local -> {
              if (plan.isLiveBefore(region, local)) {
                load(plan, locals, code, local);
              } else {
                locals.clear(code, local); // for the verifier of the JVM
              }
            });
  }

  private static void save(FunctionPlan plan, Locals locals, CodeBuilder code, int local) {
    locals.load(code, local);
    SharedLocals.put(plan, locals.activation(), code, local);
  }

  private static void load(FunctionPlan plan, Locals locals, CodeBuilder code, int local) {
    SharedLocals.get(plan, locals.activation(), code, local);
    if (plan.types[local] == ValueType.V128) {
      code.checkcast(Names.VECTOR);
    }
    locals.store(code, local);
  }

  /// Calls the method of an inner region and leaves on the stack what it returns.
  void call(Region inner) {
    FunctionPlan plan = method.plan;
    savedBefore(plan, method.region, inner)
        .filter(local -> !method.locals.isResident(local))
        .forEach(local -> save(plan, method.locals, code, local));
    method.metering.beforeCall();
    code.aload(method.locals.activation()).iload(method.locals.depth());
    method.loadContext();
    code.invokestatic(plan.classOf(inner), plan.methodOf(inner), METHOD);
    method.metering.afterCall();
    loadedAfter(plan, method.region, inner)
        .filter(local -> !method.locals.isResident(local))
        .forEach(local -> load(plan, method.locals, code, local));
  }

  /// The locals whose values an inner region needs of the method around it.
  static IntStream savedBefore(FunctionPlan plan, Region region, Region inner) {
    return both(region.ownWrites(), inner.uses()).stream()
        .filter(local -> plan.isLiveBefore(inner, local));
  }

  /// The locals whose values the method around an inner region needs of it.
  static IntStream loadedAfter(FunctionPlan plan, Region region, Region inner) {
    return both(region.ownUses(), inner.writes()).stream()
        .filter(local -> plan.isLiveAfter(inner, local));
  }

  private static BitSet both(BitSet one, BitSet other) {
    BitSet result = (BitSet) one.clone();
    result.and(other);
    return result;
  }

  /// Branches to a label around the region; the values lie on the JVM's stack, as `types` says,
  /// above whatever the operands say lies below them.
  void branch(int label, List<ValueType> types) {
    Transfers.put(code, types, 0, method::loadContext);
    method.operands.discardBelow(types.size());
    end(1 + label);
  }

  /// Passes on how an inner region was left; nothing but the operands lies on the JVM's stack.
  void passOn(int exit) {
    method.operands.discardBelow(0);
    end(exit);
  }

  /// Leaves the region at its end.
  void goOn() {
    method.region.setGoesOn(true);
    end(Region.GOES_ON);
  }

  /// Leaves the region, and the function, for a tail call.
  void leaveForTail() {
    code.loadConstant(Region.TAIL_CALL).ireturn();
  }

  private void end(int exit) {
    code.goto_(ends.computeIfAbsent(exit, e -> code.newLabel()));
  }

  /// Writes the ends of the method, which are not reached from above.
  void finish() {
    Label staying = code.newLabel();
    boolean stays = false;
    for (Map.Entry<Integer, Label> end : ends.entrySet()) {
      int exit = end.getKey();
      code.labelBinding(end.getValue()).loadConstant(exit);
      if (exit == 1 || exit == Region.TAIL_CALL) {
        method.metering.leave();
        code.ireturn();
      } else {
        code.goto_(staying);
        stays = true;
      }
    }
    if (stays) {
      code.labelBinding(staying);
      method.region.ownWrites().stream()
          .filter(local -> !method.locals.isResident(local))
          .filter(local -> method.plan.isLiveAfter(method.region, local))
          .forEach(local -> save(method.plan, method.locals, code, local));
      method.metering.leave();
      code.ireturn();
    }
  }
}
