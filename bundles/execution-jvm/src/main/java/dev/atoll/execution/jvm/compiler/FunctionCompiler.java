package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the method of one function, in one pass over its instructions.
///
/// Code that is never reached is left out, as the JVM would refuse it.
///
/// A function that is too large for one method is split into regions, see [Splitter]: only
/// [Locals], [Control] and [RegionCode] know whether a method is that of a function or a region.
final class FunctionCompiler {

  private static final MethodTypeDesc TRAP = MethodTypeDesc.of(Names.CODE_TRAP);

  private static final int[] NONE = {};

  private final Method method;
  private final CodeBuilder code;
  private final Control control;
  private final Calls calls;
  private final MemoryCode memory;
  private final TableCode tables;
  private final NumericCode numbers;
  private final VectorCompiler vectors;
  private final StateCode state;
  private final @Nullable Outline outline;

  /// @param outline where to write down how the function is nested
  private FunctionCompiler(Method method, @Nullable Outline outline) {
    this.method = method;
    this.outline = outline;
    this.code = method.code;
    this.calls = new Calls(method);
    this.control = new Control(method, calls);
    this.memory = new MemoryCode(method);
    this.tables = new TableCode(method);
    this.numbers = new NumericCode(code);
    this.vectors = new VectorCompiler(method, memory);
    this.state = new StateCode(method, method.plan.arithmeticLocals);
  }

  /// Writes the method of the function, from its entry on.
  static void compile(FunctionPlan plan, CodeBuilder code) {
    compile(plan, code, null);
  }

  /// @param outline where to write down how the function is nested
  static void compile(FunctionPlan plan, CodeBuilder code, @Nullable Outline outline) {
    Locals locals = new Locals(plan, plan.whole);
    int operandsMax = plan.layout.validated().operandsMax(plan.body);
    enter(code, locals, StackDepth.weight(plan.layout.module(), plan.body, operandsMax));
    if (plan.spills()) {
      RegionCode.begin(plan, locals, code);
    } else {
      enterSlots(plan, locals, code);
    }
    Method method = new Method(plan, plan.whole, code, locals);
    new FunctionCompiler(method, outline).instructions();
  }

  /// Gives parameters and locals that lie in slots their first values.
  private static void enterSlots(FunctionPlan plan, Locals locals, CodeBuilder code) {
    locals.enter(code, plan.signature);
    List<ValueType> parameters = plan.signature.type().parameters();
    for (int i = plan.signature.direct(); i < parameters.size(); i++) {
      Transfers.take(code, parameters.get(i), i, () -> locals.loadContext(code));
      locals.store(code, i);
    }
    for (int i = parameters.size(); i < locals.count(); i++) {
      if (locals.has(i)) {
        locals.clear(code, i);
      }
    }
    if (plan.isSplit()) {
      RegionCode.begin(plan, locals, code);
    }
  }

  /// Writes the method of a region, whose inner regions are written.
  static void compileRegion(FunctionPlan plan, Region region, CodeBuilder code) {
    Locals locals = new Locals(plan, region);
    RegionCode.enter(plan, region, locals, code);
    Method method = new Method(plan, region, code, locals);
    if (plan.spills()) {
      method.operands.resume(region.before());
    }
    new FunctionCompiler(method, null).instructions();
  }

  /// Takes the function's share of the stack's budget.
  private static void enter(CodeBuilder code, Locals locals, int weight) {
    Label enough = code.newLabel();
    code.iload(locals.depth()).loadConstant(weight).isub().dup().istore(locals.depth());
    code.ifge(enough).invokestatic(Names.TRAPS, "stackOverflow", TRAP).athrow();
    code.labelBinding(enough);
  }

  private void instructions() {
    if (outline != null) {
      outline.open(control::targets);
    }
    int deadBlocks = 0;
    while (method.reader.next()) {
      int opcode = method.reader.opcode();
      if (opcode == Opcodes.ELSE || opcode == Opcodes.END) {
        if (deadBlocks == 0) {
          close();
        } else if (opcode == Opcodes.END) {
          deadBlocks--;
        }
      } else if (control.isReachable()) {
        reached();
      } else if (isBlock(opcode)) {
        deadBlocks++;
      }
      if (method.plan.spills() && control.isReachable()) {
        method.comparison.materialise();
        method.operands.goHome();
      }
    }
    if (!method.region.isWhole() && control.isReachable()) {
      method.regions.goOn();
    }
    method.regions.finish();
    method.metering.finish();
  }

  private static boolean isBlock(int opcode) {
    return opcode == Opcodes.BLOCK || opcode == Opcodes.LOOP || opcode == Opcodes.IF;
  }

  /// Writes an instruction that is reached, or calls the region that it begins.
  private void reached() {
    Region inner = method.region.innerAt(method.reader.start()).orElse(null);
    if (inner != null) {
      method.regions.call(inner);
      control.follow(inner);
      while (method.reader.end() < inner.end()) {
        method.reader.next();
      }
      if (method.plan.spills()) {
        method.operands.resume(inner.after());
      }
      return;
    }
    Instruction instruction = method.reader.instruction();
    if (outline != null) {
      int[] labels = instruction.opcode() == Opcodes.BR_TABLE ? method.reader.labels() : NONE;
      int size = Outline.estimate(instruction, labels);
      outline.instruction(
          method.reader.start(), size, labels, method.operands.all(), control.isEmpty());
    }
    charge();
    write(instruction);
    if (outline != null && isBlock(instruction.opcode())) {
      outline.open(control::targets);
    }
  }

  private void close() {
    int opcode = method.reader.opcode();
    if (outline != null) {
      outline.close(
          method.reader.start(),
          method.operands.all(),
          !control.isReachable() || control.isEmpty());
    }
    if (control.isReachable()) {
      charge();
    }
    write(method.reader.instruction());
    if (outline != null && opcode == Opcodes.ELSE) {
      outline.open(control::targets);
    }
  }

  private void charge() {
    int offset = method.reader.start();
    method.metering.skipTo(offset);
    if (method.metering.isDue(offset)) {
      method.comparison.materialise();
      method.metering.charge();
    }
  }

  private void write(Instruction instruction) {
    int opcode = instruction.opcode();
    if (Comparison.isComparison(opcode)) {
      comparison(instruction);
      return;
    }
    if (opcode != Opcodes.BR_IF && opcode != Opcodes.IF && opcode != Opcodes.SELECT) {
      method.comparison.materialise();
    }
    if ((opcode > Opcodes.F64_GE && opcode < 0xc5) || (opcode >= 0xfc00 && opcode <= 0xfc07)) {
      numeric(instruction);
    } else if (opcode >= Opcodes.I32_LOAD && opcode < Opcodes.MEMORY_SIZE) {
      memory.access(instruction);
    } else if (opcode >= 0xfd00) {
      vectors.write(instruction);
    } else {
      special(opcode);
    }
  }

  private void comparison(Instruction instruction) {
    if (instruction.opcode() == Opcodes.I32_EQZ && method.comparison.isPending()) {
      method.comparison.negate();
      return;
    }
    method.comparison.materialise();
    int operands = instruction.signature().indexOf('>');
    method.operands.demand(operands);
    method.operands.drop(operands);
    method.operands.push(ValueType.I32);
    method.comparison.start(instruction.opcode());
  }

  private void numeric(Instruction instruction) {
    int opcode = instruction.opcode();
    String signature = instruction.signature();
    int arrow = signature.indexOf('>');
    if (Nans.hidesBits(opcode)) {
      method.operands.demand(arrow);
      method.operands.drop(arrow);
    } else {
      method.take(arrow);
    }
    numbers.write(opcode);
    ValueType result = VectorCompiler.typeOf(signature.charAt(arrow + 1));
    boolean arithmetic = Nans.isArithmetic(opcode);
    if (arithmetic && method.layout.options().eagerNans()) {
      method.operands.writeCanonical(result);
      arithmetic = false;
    }
    method.operands.push(result, arithmetic);
  }

  private void special(int opcode) {
    switch (opcode) {
      case Opcodes.UNREACHABLE -> {
        code.invokestatic(Names.TRAPS, "unreachable", TRAP).athrow();
        control.unreachable();
      }
      case Opcodes.NOP -> {}
      case Opcodes.BLOCK -> control.block();
      case Opcodes.LOOP -> control.loop();
      case Opcodes.IF -> control.ifThen();
      case Opcodes.ELSE -> control.otherwise();
      case Opcodes.END -> control.end();
      case Opcodes.BR -> control.branch();
      case Opcodes.BR_IF -> control.branchIf();
      case Opcodes.BR_TABLE -> control.branchTable();
      case Opcodes.RETURN -> control.returnResults();
      case Opcodes.CALL -> calls.call(method.reader.index());
      case Opcodes.CALL_INDIRECT ->
          calls.callIndirect(method.reader.index(), method.reader.secondIndex());
      case Opcodes.RETURN_CALL -> {
        calls.returnCall(method.reader.index());
        control.unreachable();
      }
      case Opcodes.RETURN_CALL_INDIRECT -> {
        calls.returnCallIndirect(method.reader.index(), method.reader.secondIndex());
        control.unreachable();
      }
      case Opcodes.TABLE_GET,
          Opcodes.TABLE_SET,
          Opcodes.TABLE_SIZE,
          Opcodes.TABLE_GROW,
          Opcodes.TABLE_FILL,
          Opcodes.TABLE_COPY,
          Opcodes.TABLE_INIT,
          Opcodes.ELEM_DROP ->
          tables.write(opcode);
      case Opcodes.MEMORY_SIZE,
          Opcodes.MEMORY_GROW,
          Opcodes.MEMORY_FILL,
          Opcodes.MEMORY_COPY,
          Opcodes.MEMORY_INIT,
          Opcodes.DATA_DROP ->
          memory.write(opcode);
      default -> state.write(opcode);
    }
  }
}
