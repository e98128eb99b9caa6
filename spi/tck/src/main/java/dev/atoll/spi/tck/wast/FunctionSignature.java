package dev.atoll.spi.tck.wast;

import dev.atoll.types.Bytes;
import java.util.List;

/// Parameters and results, each as its bytes in the binary format.
record FunctionSignature(List<Bytes> parameters, List<Bytes> results) {

  FunctionSignature {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  boolean isEmpty() {
    return parameters.isEmpty() && results.isEmpty();
  }
}
