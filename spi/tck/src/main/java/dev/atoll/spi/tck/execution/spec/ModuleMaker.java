package dev.atoll.spi.tck.execution.spec;

import dev.atoll.spi.tck.wast.ScriptModule;
import dev.atoll.spi.tck.wast.WastException;
import dev.atoll.wasm.ExternalType;
import dev.atoll.wasm.Import;
import dev.atoll.wasm.Proposal;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.WasmException;
import dev.atoll.wasm.WasmModule;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Validates the modules of one script and finds what they import.
final class ModuleMaker {

  private static final String SPECTEST = "spectest";

  private final String script;
  private final Map<String, InstancePlan> registered = new HashMap<>();

  /// What became of a module.
  ///
  /// @param module null if it is not accepted
  /// @param skip why it, or a part of it, is left out
  /// @param links what other instances give to it
  record Made(
      @Nullable WasmModule module, @Nullable Skip skip, Map<String, InstancePlan.Link> links) {

    static Made nothing(Skip skip) {
      return new Made(null, skip, Map.of());
    }
  }

  ModuleMaker(String script) {
    this.script = script;
  }

  /// Lets modules import from an instance, null if it is left out.
  void register(String name, @Nullable InstancePlan instance) {
    if (instance == null) {
      registered.remove(name);
    } else {
      registered.put(name, instance);
    }
  }

  /// The module, without what is not accepted if there is something left.
  ///
  /// @throws AssertionError if it is refused for another reason than a proposal
  Made make(int line, ScriptModule module) {
    Made whole = whole(line, module);
    if (whole.module() != null) {
      return whole;
    }
    try {
      WasmModule trimmed = ValidatedModule.ofPlain(module.encodeAccepted()).module();
      Map<String, InstancePlan.Link> links = links(trimmed);
      boolean isOfUse = whole.skip() == Skip.IMPORTS || !trimmed.exports().isEmpty();
      return isOfUse && links != null ? new Made(trimmed, whole.skip(), links) : whole;
    } catch (WastException | WasmException e) {
      return whole;
    }
  }

  private Made whole(int line, ScriptModule module) {
    try {
      WasmModule decoded = ValidatedModule.ofPlain(module.encode()).module();
      Map<String, InstancePlan.Link> links = links(decoded);
      return links == null ? Made.nothing(Skip.IMPORTS) : new Made(decoded, null, links);
    } catch (WastException e) {
      if (e.problem().startsWith("garbage collection")) {
        return Made.nothing(Skip.GARBAGE_COLLECTION);
      }
      throw e;
    } catch (WasmException e) {
      Optional<Proposal> proposal = e.proposal();
      if (proposal.isEmpty()) {
        throw new AssertionError("%s:%d: module is refused".formatted(script, line), e);
      }
      return Made.nothing(Skip.of(proposal.get()));
    }
  }

  /// What other instances give to a module; null if something is missing.
  private @Nullable Map<String, InstancePlan.Link> links(WasmModule module) {
    Map<String, InstancePlan.Link> links = new HashMap<>();
    for (Import imported : module.imports()) {
      if (!(imported.type() instanceof ExternalType.Function function)) {
        return null;
      }
      if (!imported.module().equals(SPECTEST)) {
        InstancePlan instance = registered.get(imported.module());
        InstancePlan.Link link =
            instance == null
                ? null
                : instance.offer(imported.name(), module.types().get(function.typeIndex()));
        if (link == null) {
          return null;
        }
        links.put(InstancePlan.key(imported.module(), imported.name()), link);
      }
    }
    return links;
  }
}
