package dev.atoll.wasm.instrument;

import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.MeteringPlan;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.WasmWriter;

/// Writes one function anew, instruction by instruction.
///
/// Everything added leaves the operand stack as it was, so it is valid in unreachable code too.
final class FunctionRewriter {

  private static final int EMPTY_BLOCK = 0x40;

  private final Layout layout;
  private final HelperFunctions helpers;
  private final WasmModule module;
  private final FunctionBody body;
  private final Temporaries temporaries;
  private final InstructionReader reader;
  private final LoweredInstructions lowered;
  private final WasmWriter code = new WasmWriter();
  private final int depthWeight;
  private final boolean calls;
  private CanonicalNans.Produced pending = CanonicalNans.Produced.NOTHING;

  /// @param depthWeight what an activation takes of the stack's budget
  FunctionRewriter(Layout layout, HelperFunctions helpers, FunctionBody body, int depthWeight) {
    this.layout = layout;
    this.helpers = helpers;
    this.module = layout.module();
    this.body = body;
    int parameters = module.types().get(body.typeIndex()).parameters().size();
    this.temporaries = new Temporaries(body, parameters + body.localCount());
    this.reader = module.instructions(body);
    this.lowered = new LoweredInstructions(layout, helpers, reader, temporaries, code);
    this.depthWeight = depthWeight;
    this.calls = layout.options().stackDepth() && callsDefinedFunctions();
  }

  /// Whether an activation can have another one above it; if not, its share of the budget need not
  /// be kept.
  private boolean callsDefinedFunctions() {
    InstructionReader scan = module.instructions(body);
    while (scan.next()) {
      if (returnsHere(scan)) {
        return true;
      }
    }
    return false;
  }

  private boolean returnsHere(InstructionReader at) {
    return at.opcode() == Opcodes.CALL_INDIRECT
        || (at.opcode() == Opcodes.CALL && at.index() >= module.importedFunctionCount());
  }

  /// Appends the function with its size, as the code section wants it.
  void writeTo(WasmWriter section) {
    if (layout.options().stackDepth()) {
      enter();
    }
    MeteringPlan plan = layout.options().meter() ? MeteringPlan.of(module, body) : null;
    int place = 0;
    while (reader.next()) {
      flushNan();
      if (plan != null && place < plan.size() && plan.offset(place) == reader.start()) {
        charge(plan.weight(place), plan.isChecked(place));
        place++;
      }
      instruction();
    }
    WasmWriter function = new WasmWriter();
    temporaries.writeDeclarations(function);
    section.sized(function.raw(code));
  }

  private void enter() {
    code.u8(Opcodes.GLOBAL_GET).unsigned(layout.depthGlobal());
    code.u8(Opcodes.I32_CONST).signed(depthWeight).u8(Opcodes.I32_SUB);
    if (calls) {
      code.u8(Opcodes.LOCAL_TEE).unsigned(temporaries.depth());
      code.u8(Opcodes.GLOBAL_SET).unsigned(layout.depthGlobal());
      code.u8(Opcodes.LOCAL_GET).unsigned(temporaries.depth());
    }
    code.u8s(Opcodes.I32_CONST, 0, Opcodes.I32_LT_S, Opcodes.IF, EMPTY_BLOCK);
    code.u8(Opcodes.CALL).unsigned(layout.stackOverflow());
    code.u8s(Opcodes.UNREACHABLE, Opcodes.END);
  }

  private void charge(long weight, boolean checked) {
    code.u8(Opcodes.GLOBAL_GET).unsigned(layout.counterGlobal());
    code.u8(Opcodes.I64_CONST).signed(weight).u8(Opcodes.I64_SUB);
    code.u8(Opcodes.GLOBAL_SET).unsigned(layout.counterGlobal());
    if (checked) {
      HelperFunctions.testInstructionsLeft(code, layout);
    }
  }

  /// Makes the NaN of the last instruction canonical, unless this one hides its bits.
  private void flushNan() {
    if (!CanonicalNans.hides(pending, reader.opcode())) {
      CanonicalNans.write(code, pending, temporaries.of(CanonicalNans.temporaryType(pending)));
    }
    pending = CanonicalNans.Produced.NOTHING;
  }

  private void instruction() {
    int opcode = reader.opcode();
    if (layout.options().meter() && MeteringPlan.chargesSize(opcode)) {
      chargeSize();
    }
    switch (opcode) {
      case Opcodes.CALL, Opcodes.REF_FUNC -> moved(opcode);
      case Opcodes.RETURN_CALL -> {
        giveBack();
        if (reader.index() < module.importedFunctionCount()) {
          // The same, as the host has no frame; Chicory's interpreter keeps the operands below.
          moved(Opcodes.CALL);
          code.u8(Opcodes.RETURN);
        } else {
          moved(opcode);
        }
      }
      case Opcodes.RETURN_CALL_INDIRECT -> {
        lowered.tableIndexOnTop(reader.secondIndex());
        giveBack();
        copy();
      }
      case Opcodes.CALL_INDIRECT -> {
        lowered.tableIndexOnTop(reader.secondIndex());
        copy();
      }
      default -> {
        if (!lowered.write()) {
          copy();
        }
      }
    }
    if (calls && returnsHere(reader)) {
      code.u8(Opcodes.LOCAL_GET).unsigned(temporaries.depth());
      code.u8(Opcodes.GLOBAL_SET).unsigned(layout.depthGlobal());
    }
    if (layout.options().canonicalNans()) {
      pending = CanonicalNans.of(opcode);
    }
  }

  private void copy() {
    code.raw(module.bytes().unsafeArray(), reader.start(), reader.end());
  }

  private void moved(int opcode) {
    code.u8(opcode).unsigned(layout.functionIndex(reader.index()));
  }

  /// A tail call ends this activation before the next one begins.
  private void giveBack() {
    if (calls) {
      code.u8(Opcodes.LOCAL_GET).unsigned(temporaries.depth());
      code.u8(Opcodes.I32_CONST).signed(depthWeight).u8(Opcodes.I32_ADD);
      code.u8(Opcodes.GLOBAL_SET).unsigned(layout.depthGlobal());
    }
  }

  private void chargeSize() {
    boolean wide = sizeType() == ValueType.I64;
    if (!wide) {
      code.u8(Opcodes.I64_EXTEND_I32_U);
    }
    code.u8(Opcodes.CALL).unsigned(helpers.charge());
    if (!wide) {
      code.u8(Opcodes.I32_WRAP_I64);
    }
  }

  private ValueType sizeType() {
    return switch (reader.opcode()) {
      case Opcodes.MEMORY_COPY, Opcodes.MEMORY_FILL ->
          module.isMemory64() ? ValueType.I64 : ValueType.I32;
      case Opcodes.TABLE_FILL -> module.tables().get(reader.index()).indexType();
      case Opcodes.TABLE_COPY -> {
        ExternalType.Table target = module.tables().get(reader.index());
        ExternalType.Table source = module.tables().get(reader.secondIndex());
        yield target.is64() && source.is64() ? ValueType.I64 : ValueType.I32;
      }
      default -> ValueType.I32;
    };
  }
}
