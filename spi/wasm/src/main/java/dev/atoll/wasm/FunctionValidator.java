package dev.atoll.wasm;

import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/// Checks the code of one function.
///
/// Source: WebAssembly core specification, "Validation Algorithm".
final class FunctionValidator {

  private static final int NO_RESULT = 0x40;

  private final WasmModule module;
  private final FunctionBody body;
  private final Set<Integer> declaredFunctions;
  private final InstructionReader reader;
  private final OperandStack stack = new OperandStack();
  private final OperandValidator operands;
  private final FunctionSurvey survey;
  private final FunctionType type;

  FunctionValidator(WasmModule module, FunctionBody body, Set<Integer> declaredFunctions) {
    this.module = module;
    this.body = body;
    this.declaredFunctions = declaredFunctions;
    this.reader = module.instructions(body);
    this.type = module.types().get(body.typeIndex());
    this.survey = new FunctionSurvey();
    this.operands = new OperandValidator(module, reader, stack, localTypes());
  }

  private byte[] localTypes() {
    byte[] locals = new byte[type.parameters().size() + body.localCount()];
    int count = 0;
    for (ValueType parameter : type.parameters()) {
      locals[count++] = (byte) parameter.code();
    }
    for (FunctionBody.LocalRun run : body.locals()) {
      for (int i = 0; i < run.count(); i++) {
        locals[count++] = (byte) run.type().code();
      }
    }
    return locals;
  }

  /// What the code is like if it is valid.
  FunctionFacts validate() {
    stack.open(Opcodes.BLOCK, List.of(), type.results());
    long atBranches = 0;
    try {
      while (reader.next()) {
        if (stack.depth() == 0) {
          throw new OperandStack.Mismatch("code after the end of the function");
        }
        int opcode = reader.opcode();
        long height = stack.height();
        check(opcode);
        if (isBranch(opcode)) {
          atBranches += branches() * height;
        }
        survey.add(reader.instruction());
      }
      if (stack.depth() != 0) {
        throw new OperandStack.Mismatch("%d blocks are not closed".formatted(stack.depth()));
      }
      return survey.facts(stack.greatestHeight(), atBranches);
    } catch (OperandStack.Mismatch e) {
      String rule = "%s: %s".formatted(reader.instruction().name(), e.rule());
      throw fault(reader.start(), rule);
    } catch (WasmException e) {
      throw e.inFunction(body.functionIndex(), module.functionName(body.functionIndex()));
    }
  }

  /// In how many ways the instruction goes on elsewhere.
  private int branches() {
    if (reader.opcode() != Opcodes.BR_TABLE) {
      return 1;
    }
    BitSet labels = new BitSet();
    for (int label : reader.labels()) {
      labels.set(label);
    }
    return labels.cardinality();
  }

  private static boolean isBranch(int opcode) {
    return opcode >= Opcodes.BLOCK && opcode <= Opcodes.BR_TABLE;
  }

  private WasmException fault(long offset, String rule) {
    int index = body.functionIndex();
    return WasmException.inFunction(index, module.functionName(index), offset, rule);
  }

  private void check(int opcode) {
    switch (opcode) {
      case Opcodes.UNREACHABLE -> stack.unreachable();
      case Opcodes.NOP -> {}
      case Opcodes.BLOCK, Opcodes.LOOP -> open(opcode);
      case Opcodes.IF -> {
        stack.pop(ValueType.I32);
        open(opcode);
      }
      case Opcodes.ELSE -> {
        OperandStack.Frame frame = stack.close();
        if (frame.opcode != Opcodes.IF) {
          throw new OperandStack.Mismatch("there is no if to belong to");
        }
        stack.open(Opcodes.ELSE, frame.parameters, frame.results);
      }
      case Opcodes.END -> end();
      case Opcodes.BR -> {
        stack.popAll(stack.frame(reader.index()).labelTypes());
        stack.unreachable();
      }
      case Opcodes.BR_IF -> {
        stack.pop(ValueType.I32);
        List<ValueType> types = stack.frame(reader.index()).labelTypes();
        stack.popAll(types);
        stack.pushAll(types);
      }
      case Opcodes.BR_TABLE -> branchTable();
      case Opcodes.RETURN -> {
        stack.popAll(type.results());
        stack.unreachable();
      }
      case Opcodes.CALL -> call(callee());
      case Opcodes.RETURN_CALL -> tailCall(callee());
      case Opcodes.CALL_INDIRECT -> call(indirectCallee());
      case Opcodes.RETURN_CALL_INDIRECT -> tailCall(indirectCallee());
      case Opcodes.REF_FUNC -> {
        callee();
        if (!declaredFunctions.contains(reader.index())) {
          throw new OperandStack.Mismatch(
              "undeclared function reference %d".formatted(reader.index()));
        }
        stack.push(ValueType.FUNCREF);
      }
      default -> operands.check(opcode);
    }
  }

  private void open(int opcode) {
    FunctionType block = blockType();
    stack.popAll(block.parameters());
    stack.open(opcode, block.parameters(), block.results());
  }

  private FunctionType blockType() {
    long blockType = reader.blockType();
    if (blockType >= 0) {
      return functionType(blockType);
    }
    int code = (int) (blockType & 0x7f);
    ValueType result = blockType >= -64 ? ValueType.ofCode(code) : null;
    if (result != null) {
      return new FunctionType(List.of(), List.of(result));
    }
    if (blockType == NO_RESULT - 0x80) {
      return FunctionType.EMPTY;
    }
    operands.rejectUnaccepted(code);
    throw new OperandStack.Mismatch("malformed block type");
  }

  private FunctionType functionType(long index) {
    if (index >= module.types().size()) {
      throw new OperandStack.Mismatch(
          "unknown type %d, %d exist".formatted(index, module.types().size()));
    }
    return module.types().get((int) index);
  }

  private void end() {
    OperandStack.Frame frame = stack.close();
    if (frame.opcode == Opcodes.IF && !frame.parameters.equals(frame.results)) {
      throw new OperandStack.Mismatch(
          "type mismatch: if without else has the type %s -> %s"
              .formatted(FunctionType.text(frame.parameters), FunctionType.text(frame.results)));
    }
    if (stack.depth() > 0) {
      stack.pushAll(frame.results);
    }
  }

  private void branchTable() {
    stack.pop(ValueType.I32);
    int[] labels = reader.labels();
    List<ValueType> last = stack.frame(labels[labels.length - 1]).labelTypes();
    Set<List<ValueType>> checked = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int label : labels) {
      List<ValueType> types = stack.frame(label).labelTypes();
      // A long table has few targets, so that its cost is not that of all values of all entries.
      if (!checked.add(types)) {
        continue;
      }
      if (types.size() != last.size()) {
        throw new OperandStack.Mismatch(
            "type mismatch: labels take %d and %d values".formatted(types.size(), last.size()));
      }
      stack.peekAll(types);
    }
    stack.popAll(last);
    stack.unreachable();
  }

  private FunctionType callee() {
    if (reader.index() >= module.functionCount()) {
      throw new OperandStack.Mismatch(
          "unknown function %d, %d exist".formatted(reader.index(), module.functionCount()));
    }
    return module.functionType(reader.index());
  }

  private FunctionType indirectCallee() {
    ExternalType.Table table = operands.table(reader.secondIndex());
    if (table.element() != ValueType.FUNCREF) {
      throw new OperandStack.Mismatch(
          "type mismatch: table %d holds %s".formatted(reader.secondIndex(), table.element()));
    }
    FunctionType callee = functionType(reader.index());
    stack.pop(table.indexType());
    return callee;
  }

  private void call(FunctionType callee) {
    stack.popAll(callee.parameters());
    stack.pushAll(callee.results());
  }

  private void tailCall(FunctionType callee) {
    stack.popAll(callee.parameters());
    if (!callee.results().equals(type.results())) {
      throw new OperandStack.Mismatch(
          "type mismatch: the callee returns %s, the caller %s"
              .formatted(FunctionType.text(callee.results()), FunctionType.text(type.results())));
    }
    stack.unreachable();
  }
}
