package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.execution.TrapCode;
import java.util.List;

/// What an engine did for one command: equal for equal engines.
///
/// @param line of the command in its script
/// @param outcome what came of it
/// @param instructions used, those of the function that performs the action among them
/// @param dirtyPages the pages written so far
/// @param heapPages the size of the memory in Wasm pages, 0 without one
public record Performed(
    int line, Outcome outcome, long instructions, List<Integer> dirtyPages, long heapPages) {

  public Performed {
    dirtyPages = List.copyOf(dirtyPages);
  }

  public sealed interface Outcome {

    /// @param bits of each result, low half first if it is a vector; of a reference 1 if it is null
    record Returned(List<Long> bits) implements Outcome {}

    record Trapped(TrapCode code) implements Outcome {}
  }
}
