package dev.atoll.execution.jvm.compiler;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.StackDepth;
import dev.atoll.wasm.ValueType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.List;

/// Writes the method of one function, in one pass over its instructions.
///
/// Code that is never reached is left out, as the JVM would refuse it.
///
/// A function must fit into a method for now. To compile a region of it, complete instructions at
/// one level of nesting, into a method of its own, [Method] is made for the region with [Locals]
/// that lie in an object of the activation, and [Control] gives the branches that leave it numbers
/// to return; nothing else knows where locals lie and where a branch ends.
final class FunctionCompiler {

  private static final MethodTypeDesc TRAP = MethodTypeDesc.of(Names.CODE_TRAP);

  private final Method method;
  private final CodeBuilder code;
  private final Control control;
  private final Calls calls;
  private final MemoryCode memory;
  private final TableCode tables;
  private final NumericCode numbers;
  private final VectorCompiler vectors;
  private final StateCode state;

  private FunctionCompiler(Method method) {
    this.method = method;
    this.code = method.code;
    this.calls = new Calls(method);
    this.control = new Control(method, calls);
    this.memory = new MemoryCode(method);
    this.tables = new TableCode(method);
    this.numbers = new NumericCode(code);
    this.vectors = new VectorCompiler(method, memory);
    this.state = new StateCode(method, arithmeticLocals());
  }

  private BitSet arithmeticLocals() {
    return method.layout.options().eagerNans()
        ? new BitSet()
        : Nans.arithmeticLocals(
            method.layout.module().instructions(method.body), method.body, method.locals);
  }

  /// Writes the whole function, from its entry on.
  static void compile(ModuleLayout layout, FunctionBody body, CodeBuilder code) {
    Signature signature = layout.signature(body.typeIndex());
    Locals locals = new Locals(signature, body);
    int operandsMax = layout.validated().operandsMax(body);
    enter(code, locals, StackDepth.weight(layout.module(), body, operandsMax));
    locals.enter(code, signature);
    List<ValueType> parameters = signature.type().parameters();
    for (int i = signature.direct(); i < parameters.size(); i++) {
      Transfers.take(code, parameters.get(i), i, () -> locals.loadContext(code));
      locals.store(code, i);
    }
    for (int i = parameters.size(); i < locals.count(); i++) {
      locals.clear(code, i);
    }
    new FunctionCompiler(new Method(layout, body, signature, code, locals)).instructions();
  }

  /// Takes the function's share of the stack's budget.
  private static void enter(CodeBuilder code, Locals locals, int weight) {
    Label enough = code.newLabel();
    code.iload(locals.depth()).loadConstant(weight).isub().dup().istore(locals.depth());
    code.ifge(enough).invokestatic(Names.TRAPS, "stackOverflow", TRAP).athrow();
    code.labelBinding(enough);
  }

  private void instructions() {
    int deadBlocks = 0;
    while (method.reader.next()) {
      int opcode = method.reader.opcode();
      if (control.isReachable()) {
        charge();
        write(method.reader.instruction());
      } else if (opcode == Opcodes.BLOCK || opcode == Opcodes.LOOP || opcode == Opcodes.IF) {
        deadBlocks++;
      } else if (opcode == Opcodes.END && deadBlocks > 0) {
        deadBlocks--;
      } else if (deadBlocks == 0 && (opcode == Opcodes.ELSE || opcode == Opcodes.END)) {
        write(method.reader.instruction());
      }
    }
    method.metering.finish();
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
