package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.tck.execution.fuzz.FuzzCase.Step;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.CodeBuilder;
import java.util.ArrayList;
import java.util.List;

/// The exports of a generated module: each calls one function with constants and mixes the bits of
/// the results into the accumulator. Some call it thousands of times, so that it is compiled by the
/// JVM; some recurse until the stack is used up.
final class Wrappers {

  /// Enough for nearly every call; loops without end stop here.
  static final long PLENTY = 40_000;

  private static final long PLENTY_FOR_MANY_CALLS = 2_000_000;
  private static final int MANY_CALLS = 3_000;
  private static final int I64_MUL = 0x7e;
  private static final int I64_XOR = 0x85;
  private static final int I32_REINTERPRET = 0xbc;
  private static final int I64_REINTERPRET = 0xbd;
  private static final int I64X2_EXTRACT_LANE = 0xfd1d;
  private static final long FACTOR = 0x100_0000_01b3L;

  private final ModulePlan plan;
  private final Choices choices;
  private final Constants constants;
  private final List<Step> script = new ArrayList<>();
  private int first = -1;

  Wrappers(ModulePlan plan, Choices choices) {
    this.plan = plan;
    this.choices = choices;
    this.constants = new Constants(choices, plan.profile() == ModulePlan.Profile.FLOATS);
  }

  /// The function of the first export.
  int first() {
    return first;
  }

  List<Step> script() {
    return script;
  }

  void write() {
    for (int i = 0; i < plan.counted(); i++) {
      int target = plan.imported() + i;
      boolean many = choices.rarely(400);
      String name = "run %d".formatted(target);
      export(name, locals(), code -> call(code, target, many));
      script.add(new Step.Invoke(name, many ? PLENTY_FOR_MANY_CALLS : PLENTY));
      if (choices.chance(20)) {
        script.add(
            new Step.Invoke(name, choices.of(0, 3, 20, 100, 400, 2_000) + choices.below(30)));
      }
    }
    if (choices.rarely(120)) {
      recursion();
    }
    for (int i = choices.below(3); i > 0; i--) {
      script.add(new Step.InvokeTable(choices.between(-1, 20), choices.below(1_000), PLENTY));
    }
  }

  private List<ValueType> locals() {
    List<ValueType> locals = new ArrayList<>();
    locals.add(ValueType.I32);
    if (plan.features().has(FuzzFeatures.Feature.VECTORS)) {
      locals.add(ValueType.V128);
    }
    return locals;
  }

  private void export(
      String name, List<ValueType> locals, java.util.function.Consumer<CodeBuilder> code) {
    int function = plan.module().function(List.of(), List.of(), locals, code);
    plan.module().exportFunction(name, function);
    if (first < 0) {
      first = function;
    }
  }

  private void call(CodeBuilder code, int target, boolean many) {
    FunctionType type = plan.functions().get(target);
    if (many) {
      code.i32(MANY_CALLS).set(0).open(Opcodes.LOOP);
    }
    int calls = many ? 1 : choices.between(1, 3);
    for (int i = 0; i < calls; i++) {
      type.parameters().forEach(parameter -> constants.write(code, parameter));
      code.call(target);
      type.results().reversed().forEach(result -> mix(code, result));
    }
    if (many) {
      code.get(0).i32(1).op(Opcodes.I32_SUB).tee(0).brIf(0).end();
    }
  }

  /// Takes the topmost operand into the accumulator.
  private void mix(CodeBuilder code, ValueType type) {
    switch (type) {
      case I32 -> code.op(Opcodes.I64_EXTEND_I32_U);
      case I64 -> {}
      case F32 -> code.op(I32_REINTERPRET, Opcodes.I64_EXTEND_I32_U);
      case F64 -> code.op(I64_REINTERPRET);
      case V128 -> {
        code.tee(1).with(I64X2_EXTRACT_LANE, 0);
        mix(code, ValueType.I64);
        code.get(1).with(I64X2_EXTRACT_LANE, 1);
      }
      case FUNCREF, EXTERNREF -> code.op(Opcodes.REF_IS_NULL, Opcodes.I64_EXTEND_I32_U);
    }
    code.globalGet(plan.accumulator()).op(I64_XOR).i64(FACTOR).op(I64_MUL);
    code.globalSet(plan.accumulator());
  }

  /// A function that calls itself without end, directly or behind operands that wait.
  private void recursion() {
    int self = plan.module().nextFunction();
    List<ValueType> parameters = new ArrayList<>();
    for (int i = choices.of(0, 1, 4, 40); i > 0; i--) {
      ValueType type = plan.anyType(choices);
      parameters.add(type.isReference() ? ValueType.I64 : type);
    }
    int waiting = choices.of(0, 3, 30);
    List<ValueType> locals = FunctionGenerator.locals(plan, choices);
    plan.module()
        .function(
            parameters,
            List.of(ValueType.I64),
            locals,
            code -> {
              code.globalGet(plan.accumulator()).i64(1).op(Opcodes.I64_ADD);
              code.globalSet(plan.accumulator());
              for (int i = 0; i < waiting; i++) {
                code.globalGet(plan.accumulator());
              }
              for (int i = 0; i < parameters.size(); i++) {
                code.get(i);
              }
              code.call(self);
              for (int i = 0; i < waiting; i++) {
                code.op(Opcodes.I64_ADD);
              }
            });
    export(
        "recurse",
        List.of(),
        code -> {
          parameters.forEach(parameter -> constants.write(code, parameter));
          code.call(self).op(Opcodes.DROP);
        });
    script.add(new Step.Invoke("recurse", 30L * StackDepth.BUDGET));
  }
}
