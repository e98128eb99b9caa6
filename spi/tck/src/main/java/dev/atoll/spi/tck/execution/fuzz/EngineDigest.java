package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.tck.execution.PlainSource;
import dev.atoll.wasm.ValidatedModule;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Everything that an engine does with a generated module, in one number: equal on every JVM and in
/// every mode of its compilers.
///
/// @param functions functions with generated code
public record EngineDigest(long seed, int functions, long digest) {

  /// Runs the cases of `count` seeds, each on a thread with the stack that the engine asks for.
  ///
  /// @throws IllegalStateException if the engine fails
  public static Stream<EngineDigest> of(
      WasmEngine engine, ModuleGenerator generator, long firstSeed, int count) {
    return LongStream.range(firstSeed, firstSeed + count)
        .mapToObj(generator::generate)
        .map(
            generated ->
                LargeStack.call(engine.traits().stackSizeBytes(), () -> of(engine, generated)));
  }

  private static EngineDigest of(WasmEngine engine, FuzzCase generated) {
    long digest = 0;
    PlainSource source = new PlainSource(ValidatedModule.ofPlain(generated.wasm()));
    for (Outcome outcome : new CaseRunner(engine, source, generated.script()).run()) {
      if (outcome.isFailure()) {
        throw new IllegalStateException(
            "seed %d: %s".formatted(generated.seed(), outcome.result()));
      }
      digest = Choices.mix(digest ^ outcome.digest());
    }
    return new EngineDigest(generated.seed(), generated.functions(), digest);
  }

  @Override
  public String toString() {
    return "seed %d, %d functions: %016x".formatted(seed, functions, digest);
  }
}
