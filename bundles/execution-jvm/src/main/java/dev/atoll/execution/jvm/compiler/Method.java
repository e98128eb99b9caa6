package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.util.List;

/// A method while it is written: what the parts of the compiler share.
///
/// Everything that touches a local variable of the function goes through [#locals], and everything
/// that moves operands through [#operands], so that a region of a function can become a method of
/// its own whose locals lie in an object.
final class Method {

  final ModuleLayout layout;
  final FunctionBody body;
  final Signature signature;
  final CodeBuilder code;
  final InstructionReader reader;
  final FunctionPlan plan;
  final Region region;
  final Locals locals;
  final Operands operands;
  final Comparison comparison;
  final MeteringCode metering;
  final RegionCode regions;

  /// Begins the method: what is written before is the entry of the function.
  Method(FunctionPlan plan, Region region, CodeBuilder code, Locals locals) {
    this.plan = plan;
    this.region = region;
    this.layout = plan.layout;
    this.body = plan.body;
    this.signature = plan.signature;
    this.code = code;
    this.reader = plan.instructions(region);
    this.locals = locals;
    this.operands = new Operands(plan, code, locals);
    this.comparison = new Comparison(code);
    this.metering = new MeteringCode(code, locals, plan.metering);
    this.regions = new RegionCode(this);
  }

  /// The type of addresses.
  ValueType addressType() {
    return layout.module().isMemory64() ? ValueType.I64 : ValueType.I32;
  }

  /// Takes the topmost operands off, in order and canonical, for the code that follows.
  void take(int count) {
    operands.demandCanonical(count);
    operands.drop(count);
  }

  void takeAll(List<ValueType> types) {
    take(types.size());
  }

  void loadContext() {
    locals.loadContext(code);
  }
}
