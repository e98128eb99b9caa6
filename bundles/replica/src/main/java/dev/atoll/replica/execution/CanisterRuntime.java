package dev.atoll.replica.execution;

import dev.atoll.replica.state.CanisterMemory;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.state.ReplicatedState;
import dev.atoll.replica.systemapi.Faults;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import dev.atoll.wasm.memory.LinearMemory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The instances of a subnet's canisters, and what they hand to readers.
///
/// Which canisters have one is a matter of speed only: an instance can be made at any time from the
/// images in the state. The subnet's thread alone calls it.
public final class CanisterRuntime implements Publisher, AutoCloseable {

  /// Instances kept but for those of long executions; the one used least recently goes first.
  public static final int INSTANCES_MAX = 500;

  /// 500 GiB in Wasm pages. Source: `MAX_STABLE_MEMORY_IN_BYTES`.
  static final long STABLE_PAGES_MAX =
      500L * 1024 * 1024 * 1024 / LinearMemory.WASM_PAGE_SIZE_BYTES;

  private final CodeStore codes;

  private final ExecutionCosts costs;

  private final ExecutionObserver observer;

  /// Runs everything on a second engine too, and compares; null if there is none.
  private @Nullable ShadowRun shadow;

  private final LinkedHashMap<Principal, HotCanister> hot = new LinkedHashMap<>(16, 0.75f, true);

  /// Images that published snapshots may still have; closed with the next publication.
  private final List<CommittedMemory> retired = new ArrayList<>();

  /// @param observer sees every replicated execution
  public CanisterRuntime(CodeStore codes, ExecutionCosts costs, ExecutionObserver observer) {
    this.codes = codes;
    this.costs = costs;
    this.observer = observer;
  }

  CodeStore codes() {
    return codes;
  }

  ExecutionObserver observer() {
    return observer;
  }

  /// The instance of a canister, made now if there is none.
  ///
  /// @throws dev.atoll.replica.systemapi.CanisterFault if the canister has no code
  HotCanister hot(CanisterState canister) {
    @Nullable ExecutionState execution = canister.execution();
    if (execution == null) {
      throw Faults.noModule();
    }
    @Nullable HotCanister known = hot.get(canister.id());
    if (known != null && known.serves(execution, canister.stableMemory())) {
      known.renew(codes);
      return known;
    }
    HotCanister made = make(canister, execution);
    replace(canister.id(), made);
    return made;
  }

  private HotCanister make(CanisterState canister, ExecutionState execution) {
    CommittedMemory stable = canister.stableMemory();
    return new HotCanister(
        newInstance(execution.module(), execution.heap(), stable, execution.globals()),
        execution.heap(),
        stable,
        execution.globals(),
        this);
  }

  /// An instance on new memories, in step with the images.
  CanisterInstance newInstance(
      ValidatedModule module,
      CommittedMemory heapImage,
      CommittedMemory stableImage,
      long[] globals) {
    @Nullable LinearMemory heap =
        CanisterInstance.newHeap(module, codes.traits().heapSizeBytesMax());
    if (heap != null) {
      heap.takeOver(heapImage);
    }
    LinearMemory stable = LinearMemory.forHost(0, STABLE_PAGES_MAX);
    stable.takeOver(stableImage);
    CanisterInstance instance = new CanisterInstance(module, codes.lease(module), heap, stable);
    instance.instantiateWith(globals);
    return instance;
  }

  @Nullable ShadowRun shadow() {
    return shadow;
  }

  /// Begins or ends a shadow run; between two rounds.
  public void setShadow(@Nullable ShadowRun newShadow) {
    @Nullable ShadowRun ended = shadow;
    shadow = newShadow;
    if (ended != null) {
      hot.values().forEach(HotCanister::endShadow);
      ended.close();
    }
  }

  /// Has everything run by another engine from now on, but for executions under way; between two
  /// rounds.
  ///
  /// @return what was used before
  public EngineCode use(EngineCode next) {
    EngineCode before = codes.use(next);
    letGo();
    return before;
  }

  /// Lets go of code of an engine that is not used for new executions any more; the memories stay.
  private void letGo() {
    hot.values().forEach(canister -> canister.letGo(codes.current()));
  }

  /// Puts the instance of newly installed code in place of the old one.
  void replace(Principal id, HotCanister canister) {
    forget(id);
    hot.put(id, canister);
    Iterator<HotCanister> oldest = hot.values().iterator();
    while (hot.size() > INSTANCES_MAX && oldest.hasNext()) {
      HotCanister next = oldest.next();
      if (!next.isInUse() && next != canister) {
        next.close();
        oldest.remove();
      }
    }
  }

  /// Lets go of a canister's instance, if there is one.
  void forget(Principal id) {
    @Nullable HotCanister old = hot.remove(id);
    if (old != null) {
      old.close();
    }
  }

  /// Like [#forget], but the stable memory lives on in another instance.
  void release(Principal id) {
    @Nullable HotCanister old = hot.remove(id);
    if (old != null) {
      old.closeButStable();
    }
  }

  /// Closes an image that is no more part of the state as soon as no reader has it.
  void retire(CommittedMemory image) {
    retired.add(image);
  }

  @Override
  public SortedMap<Principal, @Nullable CanisterSnapshot> publish(
      ReplicatedState state, SortedSet<Principal> changed) {
    TreeMap<Principal, @Nullable CanisterSnapshot> snapshots = new TreeMap<>();
    for (Principal id : changed) {
      @Nullable CanisterState canister = state.canister(id);
      if (canister == null) {
        forget(id);
        snapshots.put(id, null);
      } else {
        snapshots.put(id, publish(state, canister));
      }
    }
    retired.forEach(CommittedMemory::close);
    retired.clear();
    letGo(); // of what executions that went on from earlier rounds have used until now
    if (shadow != null) {
      shadow.roundEnds();
    }
    return snapshots;
  }

  private CanisterSnapshot publish(ReplicatedState state, CanisterState canister) {
    canister.stableMemory().publish();
    @Nullable ExecutionState execution = canister.execution();
    if (execution != null) {
      execution.heap().publish();
    }
    CanisterMemory memory = CanisterMemory.of(canister);
    return new CanisterSnapshot(
        canister.id(),
        canister.settings(),
        canister.status(),
        canister.cycles(),
        canister.reservedCycles(),
        costs.freezingThreshold(
            state.subnet(), canister.settings(), memory.total(), canister.reservedCycles()),
        canister.version(),
        execution,
        canister.stableMemory(),
        canister.certifiedData(),
        List.copyOf(canister.log().entries()),
        memory,
        Map.copyOf(canister.consumed().byPurpose()),
        canister.inputs().isEmpty() && canister.calls().isEmpty());
  }

  @Override
  public void close() {
    setShadow(null);
    hot.values().forEach(HotCanister::close);
    hot.clear();
  }
}
