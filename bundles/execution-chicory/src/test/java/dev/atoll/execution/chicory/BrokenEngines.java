package dev.atoll.execution.chicory;

import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.CompiledModule;
import dev.atoll.spi.execution.EngineTraits;
import dev.atoll.spi.execution.InstanceEnvironment;
import dev.atoll.spi.execution.InstructionCounter;
import dev.atoll.spi.execution.ModuleSource;
import dev.atoll.spi.execution.TrapCode;
import dev.atoll.spi.execution.TrapException;
import dev.atoll.spi.execution.WasmEngine;
import dev.atoll.spi.execution.WasmInstance;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.instrument.InstrumentationOptions;
import dev.atoll.wasm.instrument.InstrumentedModule;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Engines that each break one promise and keep all others.
final class BrokenEngines {

  private BrokenEngines() {}

  static WasmEngine sound() {
    return new ChicoryEngine(new ChicoryConfig(ChicoryConfig.Mode.COMPILED));
  }

  private record Broken(
      UnaryOperator<ModuleSource> source,
      UnaryOperator<CodeCache> cache,
      BiFunction<CompiledModule, InstanceEnvironment, WasmInstance> instantiate)
      implements WasmEngine {

    @Override
    public EngineTraits traits() {
      return sound().traits();
    }

    @Override
    public CompiledModule compile(ModuleSource module, CodeCache codes) {
      CompiledModule compiled = sound().compile(source.apply(module), cache.apply(codes));
      return new CompiledModule() {
        @Override
        public WasmInstance instantiate(InstanceEnvironment environment) {
          return instantiate.apply(compiled, environment);
        }

        @Override
        public void close() {
          compiled.close();
        }
      };
    }
  }

  private abstract static class Forwarding implements WasmInstance {

    final WasmInstance sound;
    final InstanceEnvironment environment;

    Forwarding(CompiledModule module, InstanceEnvironment environment) {
      this.sound = module.instantiate(environment);
      this.environment = environment;
    }

    @Override
    public void invoke(String export) {
      sound.invoke(export);
    }

    @Override
    public void invokeTable(long index, long argument) {
      sound.invokeTable(index, argument);
    }

    @Override
    public long[] globals() {
      return sound.globals();
    }

    @Override
    public void setGlobals(long[] values) {
      sound.setGlobals(values);
    }

    @Override
    public void close() {
      sound.close();
    }
  }

  private static WasmEngine with(
      BiFunction<CompiledModule, InstanceEnvironment, WasmInstance> instantiate) {
    return new Broken(source -> source, cache -> cache, instantiate);
  }

  static WasmEngine losesTheHighestBitOfResults() {
    return with(
        (module, environment) ->
            new Forwarding(module, environment) {
              @Override
              public long[] globals() {
                long[] values = super.globals();
                for (int i = 0; i < values.length; i++) {
                  values[i] &= Long.MAX_VALUE;
                }
                return values;
              }
            });
  }

  static WasmEngine forgetsASecondPage() {
    return with(
        (module, environment) ->
            new Forwarding(module, environment) {
              @Override
              public void invoke(String export) {
                super.invoke(export);
                if (environment.memory() != null) {
                  environment.memory().dirtyMap().set(ValueLayout.JAVA_BYTE, 1, (byte) 0);
                }
              }
            });
  }

  static WasmEngine takesASliceForTheLimit() {
    return with(
        (module, environment) -> {
          InstructionCounter own = new InstructionCounter(0);
          return new Forwarding(
              module,
              new InstanceEnvironment(
                  environment.memory(),
                  environment.imports(),
                  own,
                  environment.writeActiveData())) {
            @Override
            public void invoke(String export) {
              own.begin(environment.instructions().left());
              try {
                super.invoke(export);
              } finally {
                environment.instructions().set(own.left());
              }
            }
          };
        });
  }

  static WasmEngine countsOneTooMany() {
    return with(
        (module, environment) ->
            new Forwarding(module, environment) {
              @Override
              public void invoke(String export) {
                super.invoke(export);
                environment.instructions().charge(1);
              }
            });
  }

  static WasmEngine forgetsTheCountOfATrap() {
    return with(
        (module, environment) ->
            new Forwarding(module, environment) {
              @Override
              public void invoke(String export) {
                long before = environment.instructions().left();
                try {
                  super.invoke(export);
                } catch (TrapException e) {
                  environment.instructions().set(before);
                  throw e;
                }
              }
            });
  }

  static WasmEngine wrapsWhatTheHostThrows() {
    return with(
        (module, environment) ->
            new Forwarding(module, environment) {
              @Override
              public void invoke(String export) {
                try {
                  super.invoke(export);
                } catch (IllegalStateException e) {
                  throw new IllegalStateException("host failed", e);
                }
              }
            });
  }

  static WasmEngine mixesUpTraps() {
    return with(
        (module, environment) ->
            new Forwarding(module, environment) {
              @Override
              public void invoke(String export) {
                try {
                  super.invoke(export);
                } catch (TrapException e) {
                  throw e.code() == TrapCode.NULL_FUNCTION
                      ? new TrapException(TrapCode.BAD_SIGNATURE, List.of())
                      : e;
                }
              }
            });
  }

  static WasmEngine cutsTableIndexes() {
    return with(
        (module, environment) ->
            new Forwarding(module, environment) {
              @Override
              public void invokeTable(long index, long argument) {
                super.invokeTable(index & 0xffff_ffffL, argument);
              }
            });
  }

  static WasmEngine keepsGlobals() {
    return with(
        (module, environment) ->
            new Forwarding(module, environment) {
              @Override
              public void setGlobals(long[] values) {}
            });
  }

  static WasmEngine alwaysWritesData() {
    return with(
        (module, environment) ->
            module.instantiate(
                new InstanceEnvironment(
                    environment.memory(),
                    environment.imports(),
                    environment.instructions(),
                    true)));
  }

  static WasmEngine leavesNansAsTheyCome() {
    return new Broken(
        source -> new LessInstrumented(source), cache -> cache, CompiledModule::instantiate);
  }

  private record LessInstrumented(ModuleSource source) implements ModuleSource {

    @Override
    public ValidatedModule validated() {
      return source.validated();
    }

    @Override
    public InstrumentedModule instrumented(InstrumentationOptions options) {
      return source.instrumented(options.withCanonicalNans(false));
    }
  }

  static WasmEngine keepsOneEntryInItsCache() {
    return new Broken(source -> source, OneEntry::new, CompiledModule::instantiate);
  }

  private record OneEntry(CodeCache cache) implements CodeCache {

    private static final String KEY = "code";

    @Override
    public @Nullable Bytes get(String key) {
      return cache.get(KEY);
    }

    @Override
    public void put(String key, Bytes code) {
      cache.put(KEY, code);
    }
  }
}
