package dev.atoll.execution.chicory;

import dev.atoll.spi.execution.EngineException;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.Import;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.WasmModule;
import dev.atoll.wasm.instrument.InstrumentedModule;

/// What a module uses that matters to Chicory.
///
/// Modules with vectors are refused: Chicory's compiler has no vector instructions, and the vectors
/// of its interpreter are a separate library on an incubating module of the JDK.
///
/// @param tailCalls Chicory compiles them as calls, which take stack that is never given back; its
///     interpreter runs them as they are meant
record CodeFeatures(boolean tailCalls) {

  /// The byte that all instructions on vectors begin with.
  private static final int VECTOR_PREFIX = 0xfd;

  /// Looks at every instruction.
  ///
  /// @throws EngineException if the module needs what Chicory lacks
  static CodeFeatures of(WasmModule module) {
    for (Import imported : module.imports()) {
      if (!(imported.type() instanceof ExternalType.Function)) {
        throw new EngineException(
            "the engine supports imports of functions only, the module imports %s.%s"
                .formatted(imported.module(), imported.name()));
      }
    }
    boolean vectors =
        module.globalTypes().stream().anyMatch(global -> global.type() == ValueType.V128)
            || module.types().stream()
                .anyMatch(
                    type ->
                        type.parameters().contains(ValueType.V128)
                            || type.results().contains(ValueType.V128));
    boolean tailCalls = false;
    for (FunctionBody body : module.bodies()) {
      InstructionReader reader = module.instructions(body);
      while (reader.next()) {
        int opcode = reader.opcode();
        vectors |= opcode >>> 8 == VECTOR_PREFIX || opcode == VECTOR_PREFIX;
        tailCalls |= opcode == Opcodes.RETURN_CALL || opcode == Opcodes.RETURN_CALL_INDIRECT;
      }
    }
    if (vectors) {
      throw new EngineException("the engine does not support vector instructions (SIMD)");
    }
    return new CodeFeatures(tailCalls);
  }

  /// Refuses functions with locals that may call themselves last: Chicory's interpreter runs them
  /// on in the same frame, and fails because it sets no locals there but the parameters.
  ///
  /// @param instrumentedModule what Chicory is given: instrumentation may add locals
  /// @throws EngineException if there is one
  void checkTailCalls(InstrumentedModule instrumentedModule) {
    if (!tailCalls) {
      return;
    }
    WasmModule instrumented = WasmModule.decode(instrumentedModule.bytes());
    for (FunctionBody body : instrumented.bodies()) {
      if (body.localCount() == 0) {
        continue;
      }
      InstructionReader reader = instrumented.instructions(body);
      while (reader.next()) {
        if (callsItself(instrumented, body, reader)) {
          throw new EngineException(
              "the engine does not support functions with locals that call themselves last, as function %d may"
                  .formatted(body.functionIndex() - instrumentedModule.addedImports()));
        }
      }
    }
  }

  private static boolean callsItself(
      WasmModule module, FunctionBody body, InstructionReader reader) {
    return switch (reader.opcode()) {
      case Opcodes.RETURN_CALL -> reader.index() == body.functionIndex();
      case Opcodes.RETURN_CALL_INDIRECT ->
          module.types().get(reader.index()).equals(module.types().get(body.typeIndex()));
      default -> false;
    };
  }
}
