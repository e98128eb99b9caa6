package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.wasm.Export;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import java.util.Arrays;

/// A module for people: one line for each instruction, indented by blocks.
final class ModuleText {

  private static final int NO_RESULT = 0x40;

  private final WasmModule module;
  private final StringBuilder out = new StringBuilder();

  private ModuleText(WasmModule module) {
    this.module = module;
  }

  static String of(WasmModule module) {
    return new ModuleText(module).write();
  }

  private String write() {
    module
        .imports()
        .forEach(i -> line("import %s.%s %s".formatted(i.module(), i.name(), i.type())));
    module.memories().forEach(memory -> line("%s".formatted(memory)));
    module.tables().forEach(table -> line("%s".formatted(table)));
    for (int i = 0; i < module.globalTypes().size(); i++) {
      line(
          "global %d %s %s"
              .formatted(i, module.globalTypes().get(i), module.globals().get(i).initial()));
    }
    module.elements().forEach(segment -> line("%s".formatted(segment)));
    module.data().forEach(segment -> line("%s".formatted(segment)));
    for (Export export : module.exports()) {
      line("export '%s' %s %d".formatted(export.name(), export.kind(), export.index()));
    }
    module.bodies().forEach(this::function);
    return out.toString();
  }

  private void line(String text) {
    out.append("  ").append(text).append('\n');
  }

  private void function(FunctionBody body) {
    if (isEmpty(body)) {
      return;
    }
    line(
        "function %d %s"
            .formatted(body.functionIndex(), module.functionType(body.functionIndex())));
    if (body.localCount() > 0) {
      line("  locals %s".formatted(body.locals().stream().map(ModuleText::locals).toList()));
    }
    InstructionReader reader = module.instructions(body);
    int depth = 1;
    while (reader.next()) {
      int opcode = reader.opcode();
      if (opcode == Opcodes.END || opcode == Opcodes.ELSE) {
        depth--;
      }
      line("%s%s".formatted("  ".repeat(Math.max(0, depth)), text(reader)));
      switch (opcode) {
        case Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF, Opcodes.ELSE -> depth++;
        default -> {}
      }
    }
  }

  private static String locals(FunctionBody.LocalRun run) {
    return run.count() == 1 ? run.type().toString() : run.count() + " " + run.type();
  }

  /// Whether the code gives constants and does nothing else, as that of functions that do not
  /// matter.
  private boolean isEmpty(FunctionBody body) {
    InstructionReader reader = module.instructions(body);
    while (reader.next()) {
      switch (reader.instruction().immediate()) {
        case I32, I64, F32, F64, V128, REFERENCE_TYPE -> {}
        default -> {
          if (reader.opcode() != Opcodes.END) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private String text(InstructionReader at) {
    Instruction instruction = at.instruction();
    String name = instruction.name();
    return switch (instruction.immediate()) {
      case NONE -> name;
      case BLOCK_TYPE -> name + blockType(at.blockType());
      case LABELS -> name + " " + Arrays.toString(at.labels());
      case TYPE_AND_TABLE ->
          "%s %s table %d".formatted(name, module.types().get(at.index()), at.secondIndex());
      case TABLE_AND_TABLE, ELEMENT_AND_TABLE ->
          "%s %d %d".formatted(name, at.index(), at.secondIndex());
      case REFERENCE_TYPE, VALUE_TYPES -> name + " " + ValueType.ofCode(at.typeCode());
      case I32, I64 -> "%s %d (0x%x)".formatted(name, at.value(), at.value());
      case F32 ->
          "%s 0x%x (%s)".formatted(name, (int) at.value(), Float.intBitsToFloat((int) at.value()));
      case F64 -> "%s 0x%x (%s)".formatted(name, at.value(), Double.longBitsToDouble(at.value()));
      case V128, LANES -> "%s 0x%x 0x%x".formatted(name, at.value(), at.highValue());
      case ACCESS -> "%s offset=%s".formatted(name, Long.toUnsignedString(at.offset()));
      case ACCESS_AND_LANE ->
          "%s offset=%s lane %d".formatted(name, Long.toUnsignedString(at.offset()), at.index());
      case MEMORY, MEMORY_AND_MEMORY -> name;
      default -> name + " " + at.index();
    };
  }

  private String blockType(long type) {
    if (type >= 0) {
      return " " + module.types().get((int) type);
    }
    int code = (int) (type & 0x7f);
    return code == NO_RESULT ? "" : " " + ValueType.ofCode(code);
  }
}
