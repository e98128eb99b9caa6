package dev.atoll.wasm.instrument;

import dev.atoll.wasm.Immediate;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmWriter;

/// Writes instructions on 64-bit memories and tables as 32-bit ones.
///
/// An address or index that does not fit becomes one that traps; sizes and results of `grow` become
/// i64 again. The values of the program keep their types everywhere else.
final class LoweredInstructions {

  private final Layout layout;
  private final HelperFunctions helpers;
  private final InstructionReader reader;
  private final Temporaries temporaries;
  private final WasmWriter code;

  LoweredInstructions(
      Layout layout,
      HelperFunctions helpers,
      InstructionReader reader,
      Temporaries temporaries,
      WasmWriter code) {
    this.layout = layout;
    this.helpers = helpers;
    this.reader = reader;
    this.temporaries = temporaries;
    this.code = code;
  }

  /// Writes the current instruction if it has to change.
  boolean write() {
    if (layout.lowersMemory() && writeMemory()) {
      return true;
    }
    return layout.options().lowerMemory64() && writeTable();
  }

  /// Narrows the index on top of the stack if the table is lowered.
  void tableIndexOnTop(int table) {
    if (layout.lowersTable(table)) {
      call(helpers.tableIndex());
    }
  }

  private boolean writeMemory() {
    if (reader.instruction().isMemoryAccess()) {
      access(reader.instruction());
      return true;
    }
    switch (reader.opcode()) {
      case Opcodes.MEMORY_SIZE -> code.u8s(Opcodes.MEMORY_SIZE, 0, Opcodes.I64_EXTEND_I32_U);
      case Opcodes.MEMORY_GROW -> {
        call(helpers.address());
        // -1 stays -1
        code.u8s(Opcodes.MEMORY_GROW, 0, Opcodes.I64_EXTEND_I32_S);
      }
      case Opcodes.MEMORY_FILL -> call(helpers.memoryFill());
      case Opcodes.MEMORY_COPY -> call(helpers.memoryCopy());
      case Opcodes.MEMORY_INIT -> call(helpers.memoryInit(reader.index()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void access(Instruction instruction) {
    // The address lies below the value of a store or of a lane access.
    String parameters = instruction.signature();
    ValueType above = parameters.charAt(1) == '>' ? null : typeOf(parameters.charAt(1));
    if (above != null) {
      code.u8(Opcodes.LOCAL_SET).unsigned(temporaries.of(above));
    }
    boolean beyond = Long.compareUnsigned(reader.offset(), layout.memoryBytesMax()) > 0;
    if (beyond) {
      code.u8s(Opcodes.DROP, Opcodes.I32_CONST, 0x7f);
    } else {
      call(helpers.address());
    }
    if (above != null) {
      code.u8(Opcodes.LOCAL_GET).unsigned(temporaries.of(above));
    }
    code.opcode(instruction.opcode());
    code.unsigned(reader.align()).unsigned(beyond ? 0 : reader.offset());
    if (instruction.immediate() == Immediate.ACCESS_AND_LANE) {
      code.u8(reader.index());
    }
  }

  private static ValueType typeOf(char letter) {
    return switch (letter) {
      case 'i' -> ValueType.I32;
      case 'l' -> ValueType.I64;
      case 'f' -> ValueType.F32;
      case 'd' -> ValueType.F64;
      case 'v' -> ValueType.V128;
      default -> throw new IllegalArgumentException("no value has the letter " + letter);
    };
  }

  private boolean writeTable() {
    int opcode = reader.opcode();
    switch (opcode) {
      case Opcodes.TABLE_GET,
          Opcodes.TABLE_SET,
          Opcodes.TABLE_SIZE,
          Opcodes.TABLE_GROW,
          Opcodes.TABLE_FILL -> {
        if (!layout.lowersTable(reader.index())) {
          return false;
        }
        writeTable(opcode, reader.index());
      }
      case Opcodes.TABLE_COPY -> {
        if (!layout.lowersTable(reader.index()) && !layout.lowersTable(reader.secondIndex())) {
          return false;
        }
        call(helpers.tableCopy(reader.index(), reader.secondIndex()));
      }
      case Opcodes.TABLE_INIT -> {
        if (!layout.lowersTable(reader.secondIndex())) {
          return false;
        }
        call(helpers.tableInit(reader.index(), reader.secondIndex()));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void writeTable(int opcode, int table) {
    switch (opcode) {
      case Opcodes.TABLE_GET -> {
        call(helpers.tableIndex());
        code.u8(Opcodes.TABLE_GET).unsigned(table);
      }
      case Opcodes.TABLE_SET -> {
        int reference = temporaries.of(layout.module().tables().get(table).element());
        code.u8(Opcodes.LOCAL_SET).unsigned(reference);
        call(helpers.tableIndex());
        code.u8(Opcodes.LOCAL_GET).unsigned(reference);
        code.u8(Opcodes.TABLE_SET).unsigned(table);
      }
      case Opcodes.TABLE_SIZE ->
          code.opcode(Opcodes.TABLE_SIZE).unsigned(table).u8(Opcodes.I64_EXTEND_I32_U);
      case Opcodes.TABLE_GROW -> {
        call(helpers.tableIndex());
        code.opcode(Opcodes.TABLE_GROW).unsigned(table).u8(Opcodes.I64_EXTEND_I32_S);
      }
      default -> call(helpers.tableFill(table));
    }
  }

  private void call(int helper) {
    code.u8(Opcodes.CALL).unsigned(helper);
  }
}
