package dev.atoll.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.types.Bytes;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import dev.atoll.wasm.instrument.Instrumenter;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MutatedModulesTest {

  private static final byte[] CANISTER = TestModules.canister().build().toByteArray();

  record Mutation(int position, byte value) {}

  @Property(tries = 5000)
  void aMutatedModuleIsAcceptedOrRefusedButNothingElse(
      @ForAll("mutations") List<Mutation> mutations) {
    byte[] bytes = CANISTER.clone();
    mutations.forEach(mutation -> bytes[mutation.position()] = mutation.value());
    ValidatedModule module;
    try {
      module = ValidatedModule.ofPlain(Bytes.wrap(bytes));
    } catch (WasmException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    InstrumentedModule instrumented;
    try {
      instrumented = Instrumenter.instrument(module, InstrumentationOptions.all(32_767));
    } catch (WasmException e) {
      assertThat(e.getMessage()).isNotBlank();
      return;
    }
    // What was valid stays valid.
    ValidatedModule.ofPlain(instrumented.bytes());
  }

  @Property(tries = 2000)
  void arbitraryBytesAreRefusedWithAReason(@ForAll byte[] bytes) {
    try {
      ValidatedModule.ofCanister(Bytes.copyOf(bytes));
    } catch (WasmException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Combinators.combine(
            Arbitraries.integers().between(8, CANISTER.length - 1), Arbitraries.bytes())
        .as(Mutation::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
