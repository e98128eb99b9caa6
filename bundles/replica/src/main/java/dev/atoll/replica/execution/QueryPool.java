package dev.atoll.replica.execution;

import dev.atoll.replica.state.ExecutionState;
import dev.atoll.replica.systemapi.CanisterFault;
import dev.atoll.types.Principal;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Idle instances for queries, by canister. Safe for use from any thread.
final class QueryPool implements AutoCloseable {

  /// Idle instances of one canister.
  static final int IDLE_PER_CANISTER_MAX = 4;

  /// Canisters with idle instances; the one used least recently loses them first.
  static final int CANISTERS_MAX = 200;

  private final CodeStore codes;

  private final LinkedHashMap<Principal, ArrayDeque<QueryInstance>> idle =
      new LinkedHashMap<>(16, 0.75f, true);

  QueryPool(CodeStore codes) {
    this.codes = codes;
  }

  /// An instance for the code and memories of `canister`, not in step with them yet.
  ///
  /// @throws dev.atoll.replica.systemapi.CanisterFault if the engine cannot run the module
  QueryInstance take(CanisterSnapshot canister, ExecutionState execution) {
    @Nullable QueryInstance found = takeIdle(canister, execution);
    if (found == null) {
      return QueryInstance.of(codes, canister, execution);
    }
    try {
      found.renew(codes);
      return found;
    } catch (CanisterFault fault) {
      found.close();
      throw fault;
    }
  }

  /// Lets go of the code of an engine that is not used any more.
  synchronized void letGo() {
    idle.values().forEach(i -> i.forEach(instance -> instance.letGo(codes.current())));
  }

  private synchronized @Nullable QueryInstance takeIdle(
      CanisterSnapshot canister, ExecutionState execution) {
    @Nullable ArrayDeque<QueryInstance> instances = idle.get(canister.id());
    while (instances != null && !instances.isEmpty()) {
      QueryInstance last = instances.removeLast();
      if (last.serves(canister, execution)) {
        return last;
      }
      last.close();
    }
    return null;
  }

  /// Keeps an instance for the next query, if there is room.
  synchronized void giveBack(Principal canister, QueryInstance instance) {
    ArrayDeque<QueryInstance> instances = idle.computeIfAbsent(canister, id -> new ArrayDeque<>());
    instance.letGo(codes.current());
    instances.addLast(instance);
    if (instances.size() > IDLE_PER_CANISTER_MAX) {
      instances.removeFirst().close();
    }
    if (idle.size() > CANISTERS_MAX) {
      Iterator<ArrayDeque<QueryInstance>> oldest = idle.values().iterator();
      oldest.next().forEach(QueryInstance::close);
      oldest.remove();
    }
  }

  @Override
  public synchronized void close() {
    idle.values().forEach(instances -> instances.forEach(QueryInstance::close));
    idle.clear();
  }
}
