package dev.atoll.spi.tck.execution.fuzz;

import dev.atoll.types.Bytes;
import java.util.List;

/// A generated module and what to do with it.
///
/// @param functions functions with generated code
public record FuzzCase(long seed, Bytes wasm, List<Step> script, int functions) {

  public FuzzCase {
    script = List.copyOf(script);
  }

  FuzzCase with(Bytes newWasm) {
    return new FuzzCase(seed, newWasm, script, functions);
  }

  FuzzCase with(List<Step> newScript) {
    return new FuzzCase(seed, wasm, newScript, functions);
  }

  /// One message.
  public sealed interface Step {

    /// The instructions that it may use.
    long limit();

    record Invoke(String export, long limit) implements Step {

      @Override
      public String toString() {
        return "%s with %d instructions".formatted(export, limit);
      }
    }

    record InvokeTable(long index, long argument, long limit) implements Step {

      @Override
      public String toString() {
        return "table entry %d of %d with %d instructions".formatted(index, argument, limit);
      }
    }
  }
}
