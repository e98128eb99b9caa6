package dev.atoll.itests;

import dev.atoll.execution.chicory.ChicoryConfig;
import dev.atoll.execution.chicory.ChicoryModule;
import dev.atoll.execution.jvm.JvmConfig;
import dev.atoll.execution.jvm.JvmModule;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.kernel.KeyStore;
import dev.atoll.spi.kernel.NodeContext;
import dev.atoll.spi.kernel.PluginModule;
import dev.atoll.spi.tck.execution.fuzz.FuzzFeatures;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The engines of the bundles, and what can be compared between them.
final class RealEngines {

  private static final int F32_CONVERT_I64_U = 0xb5;

  private static final int TABLE_COPY = 0xfc0e;

  private static final int FUNCTIONS_PER_CLASS = 8;

  private RealEngines() {}

  static WasmEngine jvm() {
    return engine(new JvmModule(), new JvmConfig(FUNCTIONS_PER_CLASS));
  }

  static WasmEngine chicory(ChicoryConfig.Mode mode) {
    return engine(new ChicoryModule(), new ChicoryConfig(mode));
  }

  private static WasmEngine engine(PluginModule module, Record config) {
    return RealBundle.service(
        module, WasmEngine.class, new RealBundle.Surroundings(new NoNode(), config, List.of()));
  }

  /// What Chicory's compiler can be asked to do; it refuses some modules.
  ///
  /// Found to be wrong, once in 100,000 functions: branches out of a block that takes operands
  /// leave one of them behind, or take one too many.
  static FuzzFeatures compiledByChicory() {
    return FuzzFeatures.all().without(FuzzFeatures.Feature.VECTORS);
  }

  /// What Chicory's interpreter does right.
  ///
  /// Found to be wrong: branches to blocks that take operands and to loops that leave some, stores
  /// of one to four bytes and bulk operations whose end wraps around, tail calls of the host
  /// through a table, the rounding of `f32.convert_i64_u`, `table.copy` between two tables.
  static FuzzFeatures interpretedByChicory() {
    return FuzzFeatures.all()
        .without(FuzzFeatures.Feature.VECTORS)
        .without(FuzzFeatures.Feature.BLOCK_OPERANDS)
        .without(FuzzFeatures.Feature.WRAPPING)
        .without(FuzzFeatures.Feature.HOST_IN_TABLES)
        .withoutOpcodes(F32_CONVERT_I64_U, TABLE_COPY);
  }

  /// Engines ask nothing of their node.
  private record NoNode() implements NodeContext {

    @Override
    public String name() {
      return "test";
    }

    @Override
    public String version() {
      return "test";
    }

    @Override
    public Path stateDirectory() {
      return Path.of("");
    }

    @Override
    public KeyStore keys() {
      return new NoKeys();
    }
  }

  private record NoKeys() implements KeyStore {

    @Override
    public Optional<byte[]> load(String name) {
      return Optional.empty();
    }

    @Override
    public void store(String name, byte[] secret) {
      throw new UnsupportedOperationException("an engine has no keys");
    }
  }
}
