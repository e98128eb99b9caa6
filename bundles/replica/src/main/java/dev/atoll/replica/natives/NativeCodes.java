package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.types.Bytes;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The code in Java that this replica has, and where it belongs. Immutable.
public final class NativeCodes {

  public static final NativeCodes NONE = new NativeCodes(new TreeMap<>());

  private final SortedMap<Principal, Native> byCanister;

  private final Map<Bytes, CanisterCode> byModuleHash = new TreeMap<>();

  /// Code at its canister.
  ///
  /// @param module the Wasm module that stands for it
  public record Native(CanisterCode code, ValidatedModule module) {}

  private NativeCodes(SortedMap<Principal, Native> byCanister) {
    this.byCanister = Collections.unmodifiableSortedMap(byCanister);
    byCanister.values().forEach(code -> byModuleHash.put(code.module().moduleHash(), code.code()));
  }

  /// @throws dev.atoll.wasm.WasmException if the names of the methods are too long together, or the
  ///     like
  public static NativeCodes of(SortedMap<Principal, CanisterCode> codes) {
    TreeMap<Principal, Native> byCanister = new TreeMap<>();
    codes.forEach(
        (canister, code) ->
            byCanister.put(
                canister, new Native(code, ValidatedModule.ofCanister(NativeModule.of(code)))));
    return new NativeCodes(byCanister);
  }

  public SortedMap<Principal, Native> byCanister() {
    return byCanister;
  }

  /// The code that a module stands for; empty if the replica does not have it.
  Optional<CanisterCode> find(ValidatedModule module) {
    return Optional.ofNullable(byModuleHash.get(module.moduleHash()));
  }

  /// Why `module` may not be installed at `canister`, null if it may: code in Java runs only where
  /// the operator put it, whatever users upload.
  public @Nullable String refusal(Principal canister, ValidatedModule module) {
    Optional<String> name = NativeModule.nameOf(module);
    if (name.isEmpty()) {
      return null;
    }
    @Nullable Native placed = byCanister.get(canister);
    return placed != null && placed.module().moduleHash().equals(module.moduleHash())
        ? null
        : "The module stands for native code (%s) that does not belong to canister %s."
            .formatted(name.get(), canister);
  }
}
