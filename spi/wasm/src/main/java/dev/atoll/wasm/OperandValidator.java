package dev.atoll.wasm;

/// Checks the instructions that do not change the control flow.
///
/// Source: WebAssembly core specification, "Validation: Instructions".
final class OperandValidator {

  private final WasmModule module;
  private final InstructionReader reader;
  private final OperandStack stack;
  private final byte[] locals;

  OperandValidator(WasmModule module, InstructionReader reader, OperandStack stack, byte[] locals) {
    this.module = module;
    this.reader = reader;
    this.stack = stack;
    this.locals = locals;
  }

  void check(int opcode) {
    switch (opcode) {
      case Opcodes.DROP -> stack.pop();
      case Opcodes.SELECT -> select();
      case Opcodes.SELECT_TYPED -> typedSelect();
      case Opcodes.LOCAL_GET -> stack.push(local());
      case Opcodes.LOCAL_SET -> stack.popCode(local());
      case Opcodes.LOCAL_TEE -> {
        stack.popCode(local());
        stack.push(local());
      }
      case Opcodes.GLOBAL_GET -> stack.push(global().type());
      case Opcodes.GLOBAL_SET -> {
        if (!global().mutable()) {
          throw new OperandStack.Mismatch("global %d is immutable".formatted(reader.index()));
        }
        stack.pop(global().type());
      }
      case Opcodes.TABLE_GET,
          Opcodes.TABLE_SET,
          Opcodes.TABLE_SIZE,
          Opcodes.TABLE_GROW,
          Opcodes.TABLE_FILL,
          Opcodes.TABLE_COPY,
          Opcodes.TABLE_INIT,
          Opcodes.ELEM_DROP ->
          tableInstruction(opcode);
      case Opcodes.REF_NULL -> stack.push(referenceType());
      case Opcodes.REF_IS_NULL -> {
        int found = stack.pop();
        ValueType type = ValueType.ofCode(found);
        if (type != null && !type.isReference()) {
          throw new OperandStack.Mismatch("type mismatch: expected a reference, found " + type);
        }
        stack.push(ValueType.I32);
      }
      case Opcodes.MEMORY_INIT, Opcodes.DATA_DROP, Opcodes.MEMORY_COPY, Opcodes.MEMORY_FILL ->
          memoryInstruction(opcode);
      default -> simple(reader.instruction());
    }
  }

  private void simple(Instruction instruction) {
    checkImmediate(instruction);
    StackEffect effect = StackEffect.of(instruction.opcode());
    for (int code : effect.pops) {
      stack.popCode(resolved(code));
    }
    for (int code : effect.pushes) {
      stack.push(resolved(code));
    }
  }

  private int resolved(int code) {
    return code == StackEffect.ADDRESS ? memory().addressType().code() : code;
  }

  private void checkImmediate(Instruction instruction) {
    switch (instruction.immediate()) {
      case ACCESS -> checkAccess(instruction);
      case ACCESS_AND_LANE -> {
        checkAccess(instruction);
        checkLane(reader.index(), instruction.lanes());
      }
      case LANE -> checkLane(reader.index(), instruction.lanes());
      case LANES -> {
        for (int shift = 0; shift < 64; shift += 8) {
          checkLane((int) (reader.value() >>> shift) & 0xff, 32);
          checkLane((int) (reader.highValue() >>> shift) & 0xff, 32);
        }
      }
      case MEMORY -> memory();
      default -> {}
    }
  }

  private void checkAccess(Instruction instruction) {
    ExternalType.Memory memory = memory();
    if (Integer.compareUnsigned(reader.align(), instruction.detail()) > 0) {
      throw new OperandStack.Mismatch(
          "alignment must not be larger than natural: 2^%s, at most 2^%d allowed"
              .formatted(Integer.toUnsignedString(reader.align()), instruction.detail()));
    }
    if (!memory.is64() && reader.offset() >>> 32 != 0) {
      throw new OperandStack.Mismatch(
          "offset out of range: %s".formatted(Long.toUnsignedString(reader.offset())));
    }
  }

  private static void checkLane(int lane, int lanes) {
    if (lane >= lanes) {
      throw new OperandStack.Mismatch(
          "invalid lane index %d, there are %d lanes".formatted(lane, lanes));
    }
  }

  private void select() {
    stack.pop(ValueType.I32);
    int second = stack.pop();
    int first = stack.pop();
    ValueType found = ValueType.ofCode(first != OperandStack.ANY ? first : second);
    if (found != null && found.isReference()) {
      throw new OperandStack.Mismatch(
          "type mismatch: %s needs the form with a type".formatted(found));
    }
    if (first != second && first != OperandStack.ANY && second != OperandStack.ANY) {
      throw new OperandStack.Mismatch(
          "type mismatch: %s and %s".formatted(ValueType.ofCode(first), ValueType.ofCode(second)));
    }
    stack.push(first != OperandStack.ANY ? first : second);
  }

  private void typedSelect() {
    ValueType type = reader.index() == 1 ? ValueType.ofCode(reader.typeCode()) : null;
    if (type == null) {
      rejectUnaccepted(reader.typeCode());
      throw new OperandStack.Mismatch("invalid result arity or type");
    }
    stack.pop(ValueType.I32);
    stack.pop(type);
    stack.pop(type);
    stack.push(type);
  }

  private void tableInstruction(int opcode) {
    if (opcode == Opcodes.ELEM_DROP) {
      element(reader.index());
      return;
    }
    if (opcode == Opcodes.TABLE_COPY) {
      ExternalType.Table target = table(reader.index());
      ExternalType.Table source = table(reader.secondIndex());
      sameElements(target.element(), source.element());
      stack.pop(target.is64() && source.is64() ? ValueType.I64 : ValueType.I32);
      stack.pop(source.indexType());
      stack.pop(target.indexType());
      return;
    }
    if (opcode == Opcodes.TABLE_INIT) {
      ExternalType.Table target = table(reader.secondIndex());
      sameElements(target.element(), element(reader.index()).type());
      stack.pop(ValueType.I32);
      stack.pop(ValueType.I32);
      stack.pop(target.indexType());
      return;
    }
    ExternalType.Table table = table(reader.index());
    switch (opcode) {
      case Opcodes.TABLE_GET -> {
        stack.pop(table.indexType());
        stack.push(table.element());
      }
      case Opcodes.TABLE_SET -> {
        stack.pop(table.element());
        stack.pop(table.indexType());
      }
      case Opcodes.TABLE_SIZE -> stack.push(table.indexType());
      case Opcodes.TABLE_GROW -> {
        stack.pop(table.indexType());
        stack.pop(table.element());
        stack.push(table.indexType());
      }
      case Opcodes.TABLE_FILL -> {
        stack.pop(table.indexType());
        stack.pop(table.element());
        stack.pop(table.indexType());
      }
      default -> throw new IllegalStateException("not a table instruction: " + opcode);
    }
  }

  private static void sameElements(ValueType target, ValueType source) {
    if (target != source) {
      throw new OperandStack.Mismatch(
          "type mismatch: table of %s, elements of %s".formatted(target, source));
    }
  }

  private void memoryInstruction(int opcode) {
    if (opcode == Opcodes.MEMORY_INIT || opcode == Opcodes.DATA_DROP) {
      if (!module.hasDataCount()) {
        throw new OperandStack.Mismatch("data count section required");
      }
      if (reader.index() >= module.data().size()) {
        throw new OperandStack.Mismatch(
            "unknown data segment %d, %d exist".formatted(reader.index(), module.data().size()));
      }
    }
    if (opcode == Opcodes.DATA_DROP) {
      return;
    }
    ValueType address = memory().addressType();
    switch (opcode) {
      case Opcodes.MEMORY_INIT -> {
        stack.pop(ValueType.I32);
        stack.pop(ValueType.I32);
      }
      case Opcodes.MEMORY_COPY -> {
        stack.pop(address);
        stack.pop(address);
      }
      default -> {
        stack.pop(address);
        stack.pop(ValueType.I32);
      }
    }
    stack.pop(address);
  }

  private int local() {
    if (reader.index() >= locals.length) {
      throw new OperandStack.Mismatch(
          "unknown local %d, %d exist".formatted(reader.index(), locals.length));
    }
    return locals[reader.index()];
  }

  private ExternalType.Global global() {
    if (reader.index() >= module.globalTypes().size()) {
      throw new OperandStack.Mismatch(
          "unknown global %d, %d exist".formatted(reader.index(), module.globalTypes().size()));
    }
    return module.globalTypes().get(reader.index());
  }

  ExternalType.Table table(int index) {
    if (index >= module.tables().size()) {
      throw new OperandStack.Mismatch(
          "unknown table %d, %d exist".formatted(index, module.tables().size()));
    }
    return module.tables().get(index);
  }

  private ElementSegment element(int index) {
    if (index >= module.elements().size()) {
      throw new OperandStack.Mismatch(
          "unknown element segment %d, %d exist".formatted(index, module.elements().size()));
    }
    return module.elements().get(index);
  }

  private ExternalType.Memory memory() {
    ExternalType.Memory memory = module.memory();
    if (memory == null) {
      throw new OperandStack.Mismatch("unknown memory 0");
    }
    return memory;
  }

  /// Fails if a type is one that is not accepted.
  void rejectUnaccepted(int typeCode) {
    Proposal proposal = Proposal.ofValueType(typeCode);
    if (proposal != null) {
      throw WasmException.unaccepted(
          reader.start(),
          "%s: type 0x%02x".formatted(reader.instruction().name(), typeCode),
          proposal);
    }
  }

  private ValueType referenceType() {
    ValueType type = ValueType.ofCode(reader.typeCode());
    if (type == null || !type.isReference()) {
      rejectUnaccepted(reader.typeCode());
      throw new OperandStack.Mismatch(
          "malformed reference type 0x%02x".formatted(reader.typeCode()));
    }
    return type;
  }
}
