package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.tck.wast.Command;
import dev.atoll.spi.tck.wast.ScriptModule;
import dev.atoll.spi.tck.wast.WastException;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import java.util.List;
import java.util.Optional;

/// The modules in the scripts of the WebAssembly specification.
public final class SpecModules {

  /// Larger ones are left out: most of what they have is the same again.
  private static final int SIZE_BYTES_MAX = 4_000;

  private SpecModules() {}

  /// All that are valid, have code, and import nothing but functions.
  public static List<Bytes> all() {
    return SpecScripts.names().stream()
        .flatMap(name -> SpecScripts.read(name).commands().stream())
        .flatMap(command -> module(command).stream())
        .toList();
  }

  private static Optional<Bytes> module(Command command) {
    return switch (command) {
      case Command.Instantiate instantiate -> valid(instantiate.module());
      case Command.Define define -> valid(define.module());
      default -> Optional.empty();
    };
  }

  private static Optional<Bytes> valid(ScriptModule module) {
    try {
      Bytes wasm = module.encode();
      ValidatedModule validated = ValidatedModule.ofPlain(wasm);
      boolean usable =
          wasm.size() <= SIZE_BYTES_MAX
              && !validated.module().bodies().isEmpty()
              && validated.module().imports().stream()
                  .allMatch(imported -> imported.type() instanceof ExternalType.Function);
      return usable ? Optional.of(wasm) : Optional.empty();
    } catch (WastException | WasmException e) {
      return Optional.empty();
    }
  }
}
