package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.CanisterCode.Hook;
import dev.atoll.types.Bytes;
import dev.atoll.wasm.ExportedMethod;
import dev.atoll.wasm.FunctionType;
import dev.atoll.wasm.MetadataSection;
import dev.atoll.wasm.Opcodes;
import dev.atoll.wasm.SystemApiSignatures;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.builder.WasmModuleBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The Wasm module that stands for code in Java.
///
/// It exports what the code does, each time the same function that only traps, imports the stable
/// memory, and has one page of memory through which the code talks to the System API. The same code
/// gives the same bytes.
final class NativeModule {

  /// The public section that says which code it is: the name, a space, the version.
  static final String SECTION = "atoll:native";

  private static final List<String> STABLE_MEMORY =
      List.of("stable64_size", "stable64_grow", "stable64_read", "stable64_write");

  private static final String CANDID = "candid:service";

  private NativeModule() {}

  static Bytes of(CanisterCode code) {
    WasmModuleBuilder module = new WasmModuleBuilder();
    importStableMemory(module);
    module.memory(false, 1, 1);
    int function =
        module.function(
            List.of(), List.of(), List.of(), builder -> builder.op(Opcodes.UNREACHABLE));
    code.methods()
        .forEach((name, method) -> module.exportFunction(export(name, method.kind()), function));
    for (Hook hook : code.hooks().keySet()) {
      module.exportFunction(export(hook), function);
    }
    if (!code.candid().isEmpty()) {
      module.customSection("icp:public " + CANDID, code.candid());
    }
    module.customSection("icp:public " + SECTION, code.toString());
    return module.build();
  }

  /// Only a module that imports them is given the stable memory in a query.
  private static void importStableMemory(WasmModuleBuilder module) {
    for (String name : STABLE_MEMORY) {
      FunctionType type =
          Objects.requireNonNull(SystemApiSignatures.of(false).find(name), () -> "ic0." + name);
      module.importFunction(SystemApiSignatures.MODULE, name, type.parameters(), type.results());
    }
  }

  /// Which code a module stands for; empty for a module with code of its own.
  static Optional<String> nameOf(ValidatedModule module) {
    return module.customSection(SECTION).map(MetadataSection::content).map(Bytes::toUtf8);
  }

  static String export(String method, CanisterCode.Kind kind) {
    return switch (kind) {
      case UPDATE -> ExportedMethod.Kind.UPDATE.prefix() + method;
      case QUERY -> ExportedMethod.Kind.QUERY.prefix() + method;
      case COMPOSITE_QUERY -> ExportedMethod.Kind.COMPOSITE_QUERY.prefix() + method;
    };
  }

  static String export(Hook hook) {
    return switch (hook) {
      case INIT -> "canister_init";
      case POST_UPGRADE -> "canister_post_upgrade";
      case HEARTBEAT -> "canister_heartbeat";
      case GLOBAL_TIMER -> "canister_global_timer";
      case INSPECT_MESSAGE -> "canister_inspect_message";
    };
  }
}
