package dev.atoll.replica;

import dev.atoll.replica.cycles.CyclesAccounting;
import dev.atoll.replica.execution.CanisterRuntime;
import dev.atoll.replica.execution.CodeStore;
import dev.atoll.replica.execution.ExecutionObserver;
import dev.atoll.replica.execution.MessageExecutor;
import dev.atoll.replica.execution.WasmCodeInstaller;
import dev.atoll.replica.management.CodeRemoval;
import dev.atoll.replica.management.ManagementConfig;
import dev.atoll.replica.management.ManagementInterface;
import dev.atoll.replica.management.ReplicatedManagementCanister;
import dev.atoll.replica.natives.NativeCodes;
import dev.atoll.replica.natives.NativeEngine;
import dev.atoll.replica.scheduler.FairRoundExecutor;
import dev.atoll.spi.execution.CodeCache;
import dev.atoll.spi.execution.WasmEngine;
import java.util.Map;

/// What executes batches: the deterministic part, made alike for a replica that serves and for one
/// that replays.
record Core(
    ManagementInterface candid,
    ManagementConfig managed,
    CyclesAccounting costs,
    CodeStore codes,
    CanisterRuntime runtime,
    FairRoundExecutor rounds)
    implements AutoCloseable {

  /// @param natives the canisters in Java
  /// @param version of Atoll, as the management canister tells it
  static Core assemble(
      WasmEngine engine,
      NativeCodes natives,
      CodeCache cache,
      String version,
      ExecutionObserver observer) {
    CyclesAccounting costs = new CyclesAccounting(Map.of());
    CodeStore codes = new CodeStore(new NativeEngine(engine, natives), cache);
    CanisterRuntime runtime = new CanisterRuntime(codes, costs, observer);
    WasmCodeInstaller installer = new WasmCodeInstaller(runtime, costs, natives::refusal);
    ManagementInterface candid = ManagementInterface.load();
    ManagementConfig managed = ManagementConfig.development(version);
    CodeRemoval removal = new CodeRemoval(installer);
    FairRoundExecutor rounds =
        new FairRoundExecutor(
            new MessageExecutor(runtime, costs),
            new ReplicatedManagementCanister(candid, managed, installer, removal, costs),
            removal,
            costs,
            engine.traits().stackSizeBytes());
    return new Core(candid, managed, costs, codes, runtime, rounds);
  }

  @Override
  public void close() {
    rounds.close();
    runtime.close();
    codes.close();
  }
}
