package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The seams between the methods of a function that is split into regions.
///
/// A method keeps the locals that it touches in locals of the JVM, loads the shared ones when it
/// begins, stores those that an inner region touches before it calls that, and loads those that the
/// inner region sets after it.
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
    code.loadConstant(plan.sharedNumbers()).loadConstant(plan.sharedReferences());
    code.invokespecial(Names.ACTIVATION, ConstantDescs.INIT_NAME, NEW).astore(locals.activation());
    int parameters = plan.signature.type().parameters().size();
    for (int i = 0; i < plan.types.length; i++) {
      if (!plan.isShared(i)) {
        continue;
      }
      if (i < parameters) {
        save(plan, locals, code, i);
      } else if (plan.types[i] == ValueType.V128) {
        Locals.zero(code, ValueType.V128);
        put(plan, locals, code, i);
      }
    }
  }

  /// Loads what the method of a region touches.
  static void enter(FunctionPlan plan, Region region, Locals locals, CodeBuilder code) {
    region.ownUses().stream().forEach(local -> load(plan, locals, code, local));
  }

  private static void save(FunctionPlan plan, Locals locals, CodeBuilder code, int local) {
    locals.load(code, local);
    put(plan, locals, code, local);
  }

  private static void put(FunctionPlan plan, Locals locals, CodeBuilder code, int local) {
    code.loadConstant(plan.place(local)).aload(locals.activation());
    code.invokestatic(
        Names.ACTIVATION,
        "put",
        MethodTypeDesc.of(
            ConstantDescs.CD_void,
            stored(plan.types[local]),
            ConstantDescs.CD_int,
            Names.ACTIVATION));
  }

  private static void load(FunctionPlan plan, Locals locals, CodeBuilder code, int local) {
    ValueType type = plan.types[local];
    code.loadConstant(plan.place(local)).aload(locals.activation());
    code.invokestatic(
        Names.ACTIVATION,
        switch (type) {
          case I32 -> "getInt";
          case I64 -> "getLong";
          case F32 -> "getFloat";
          case F64 -> "getDouble";
          case V128, FUNCREF, EXTERNREF -> "getObject";
        },
        MethodTypeDesc.of(stored(type), ConstantDescs.CD_int, Names.ACTIVATION));
    if (type == ValueType.V128) {
      code.checkcast(Names.VECTOR);
    }
    locals.store(code, local);
  }

  private static ClassDesc stored(ValueType type) {
    return type == ValueType.V128 ? ConstantDescs.CD_Object : Signature.classOf(type);
  }

  /// Calls the method of an inner region and leaves on the stack what it returns.
  void call(Region inner) {
    FunctionPlan plan = method.plan;
    both(method.region.ownWrites(), inner.uses()).stream()
        .forEach(local -> save(plan, method.locals, code, local));
    method.metering.beforeCall();
    code.aload(method.locals.activation()).iload(method.locals.depth());
    method.loadContext();
    code.invokestatic(
        method.layout.groupOf(method.body.functionIndex()), plan.methodOf(inner), METHOD);
    method.metering.afterCall();
    both(method.region.ownUses(), inner.writes()).stream()
        .forEach(local -> load(plan, method.locals, code, local));
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
    ends.forEach(
        (exit, label) -> {
          code.labelBinding(label);
          boolean stays = exit != 1 && exit != Region.TAIL_CALL;
          if (stays) {
            method.region.ownWrites().stream()
                .forEach(local -> save(method.plan, method.locals, code, local));
          }
          method.metering.leave();
          code.loadConstant(exit).ireturn();
        });
  }
}
