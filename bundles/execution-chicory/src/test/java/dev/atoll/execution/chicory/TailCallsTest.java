package dev.atoll.execution.chicory;

import static dev.atoll.wasm.ValueType.FUNCREF;
import static dev.atoll.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineException;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.spi.tck.execution.MemoryCodeCache;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.ValueType;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tail calls that Chicory's interpreter gets wrong are refused before anything runs.
final class TailCallsTest {

  private static CompiledModule compile(WasmModuleBuilder module) {
    return new ChicoryEngine(new ChicoryConfig(ChicoryConfig.Mode.COMPILED))
        .compile(new PlainSource(module.build()), new MemoryCodeCache());
  }

  private static WasmModuleBuilder callingItself(List<ValueType> locals) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.function(
        List.of(I32), List.of(), locals, code -> code.get(0).with(Opcodes.RETURN_CALL, 0));
    return module;
  }

  @Test
  void aFunctionWithLocalsThatCallsItselfIsRefused() {
    assertThatThrownBy(() -> compile(callingItself(List.of(I32))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("function 0");
  }

  @Test
  void soIsOneThatMayCallItselfThroughATable() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    module.table(FUNCREF, false, 1);
    int type = module.type(List.of(), List.of());
    module.function(
        List.of(),
        List.of(),
        List.of(I32),
        code -> code.i32(0).with(Opcodes.RETURN_CALL_INDIRECT, type, 0));

    assertThatThrownBy(() -> compile(module)).isInstanceOf(EngineException.class);
  }

  @Test
  void aFunctionWithoutLocalsMayCallItself() {
    try (CompiledModule module = compile(callingItself(List.of()))) {
      assertThat(module).isNotNull();
    }
  }

  @Test
  void aTailCallOfTheHostLeavesNoOperandBehind() {
    WasmModuleBuilder module = new WasmModuleBuilder();
    int host = module.importFunction("host", "f", List.of(I32), List.of(I32));
    module.global(I32, true, initial -> initial.i32(0));
    int asks =
        module.function(
            List.of(),
            List.of(I32),
            List.of(),
            code -> code.i32(1).i32(2).with(Opcodes.RETURN_CALL, host));
    int run =
        module.function(
            List.of(),
            List.of(),
            List.of(),
            code -> code.i32(7).call(asks).op(Opcodes.DROP).globalSet(0));
    module.exportFunction("run", run);

    try (CompiledModule compiled = compile(module);
        WasmInstance instance =
            compiled.instantiate(
                new InstanceEnvironment(
                    null,
                    (from, name, type) -> arguments -> arguments[0],
                    new InstructionCounter(1_000),
                    true))) {
      instance.invoke("run");

      assertThat(instance.globals()).containsExactly(7);
    }
  }
}
