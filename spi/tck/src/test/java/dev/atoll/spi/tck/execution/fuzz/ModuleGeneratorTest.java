package dev.atoll.spi.tck.execution.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.wasm.FunctionBody;
import dev.atoll.wasm.Instruction;
import dev.atoll.wasm.InstructionReader;
import dev.atoll.wasm.Instructions;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ModuleGeneratorTest {

  private static final int SEEDS = 1_200;

  private final ModuleGenerator generator = new ModuleGenerator(FuzzFeatures.all());

  @Test
  void everyModuleIsValid() {
    int functions = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      FuzzCase generated = generator.generate(seed);
      try {
        ValidatedModule.ofPlain(generated.wasm());
      } catch (WasmException e) {
        throw new AssertionError("seed %d".formatted(seed), e);
      }
      functions += generated.functions();
    }

    assertThat(functions).isGreaterThan(10 * SEEDS);
  }

  @Test
  void everyInstructionIsWritten() {
    Set<String> written = new TreeSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      WasmModule module = WasmModule.decode(generator.generate(seed).wasm());
      for (FunctionBody body : module.bodies()) {
        InstructionReader reader = module.instructions(body);
        while (reader.next()) {
          written.add(reader.instruction().name());
        }
      }
    }

    Set<String> all =
        Instructions.all().map(Instruction::name).collect(Collectors.toCollection(TreeSet::new));
    all.removeAll(written);
    assertThat(all).as("never written").isEmpty();
  }

  @Test
  void aSeedGivesTheSameModuleEachTime() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(generator.generate(seed)).isEqualTo(generator.generate(seed));
    }
    assertThat(generator.generate(1).wasm()).isNotEqualTo(generator.generate(2).wasm());
  }
}
