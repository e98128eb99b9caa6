package dev.atoll.replica.state;

import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The open call contexts and callbacks of one canister.
///
/// Source: reference implementation
/// `rs/replicated_state/src/canister_state/system_state/call_context_manager.rs`.
public final class CallContextManager {

  /// Calls to one canister that may be outstanding at once. Source: `DEFAULT_QUEUE_CAPACITY`.
  public static final int OUTSTANDING_CALLS_PER_RESPONDENT_MAX = 500;

  private final TreeMap<Long, CallContext> contexts = new TreeMap<>();

  private final TreeMap<Long, Callback> callbacks = new TreeMap<>();

  private final TreeMap<Principal, Integer> outstanding = new TreeMap<>();

  /// Callbacks of bounded-wait calls by their deadline.
  private final TreeMap<Long, TreeSet<Long>> deadlines = new TreeMap<>();

  private long nextContextId = 1;

  private long nextCallbackId = 1;

  /// Begins a context and returns it.
  public CallContext open(CallOrigin origin, Cycles available, long nowNanos) {
    CallContext context = CallContext.begin(nextContextId++, origin, available, nowNanos);
    contexts.put(context.id(), context);
    return context;
  }

  /// The context of `id`.
  ///
  /// @throws IllegalStateException if there is none: contexts outlive their callbacks
  public CallContext context(long id) {
    @Nullable CallContext context = contexts.get(id);
    if (context == null) {
      throw new IllegalStateException("no call context " + id);
    }
    return context;
  }

  /// Stores `context` in place of the one with its id, or forgets it when it is finished.
  public void update(CallContext context) {
    if (context.isFinished()) {
      contexts.remove(context.id());
    } else {
      contexts.put(context.id(), context);
    }
  }

  /// The id that the next [#register] will give; for calls composed before they are performed.
  public long nextCallbackId() {
    return nextCallbackId;
  }

  /// Registers a callback under [#nextCallbackId] and counts it in its context.
  public void register(Callback callback) {
    if (callback.id() != nextCallbackId) {
      throw new IllegalStateException(
          "callback has the id %d, the next one is %d".formatted(callback.id(), nextCallbackId));
    }
    nextCallbackId++;
    callbacks.put(callback.id(), callback);
    addDeadline(callback);
    outstanding.merge(callback.respondent(), 1, Integer::sum);
    update(context(callback.callContextId()).plusOutstanding(1));
  }

  public @Nullable Callback callback(long id) {
    return callbacks.get(id);
  }

  /// Takes the callback out. Its context still counts it until [CallContext#plusOutstanding] takes
  /// it off, which the caller does when the callback has run.
  public @Nullable Callback unregister(long id) {
    @Nullable Callback callback = callbacks.remove(id);
    if (callback != null) {
      removeDeadline(callback);
      outstanding.computeIfPresent(
          callback.respondent(), (respondent, count) -> count == 1 ? null : count - 1);
    }
    return callback;
  }

  /// Undoes [#unregister].
  void putBack(Callback callback) {
    callbacks.put(callback.id(), callback);
    addDeadline(callback);
    outstanding.merge(callback.respondent(), 1, Integer::sum);
  }

  private void addDeadline(Callback callback) {
    if (callback.deadlineNanos() != CanisterMessage.NO_DEADLINE) {
      deadlines
          .computeIfAbsent(callback.deadlineNanos(), nanos -> new TreeSet<>())
          .add(callback.id());
    }
  }

  private void removeDeadline(Callback callback) {
    deadlines.computeIfPresent(
        callback.deadlineNanos(),
        (nanos, ids) -> {
          ids.remove(callback.id());
          return ids.isEmpty() ? null : ids;
        });
  }

  /// The callbacks whose deadline is over at `nowNanos`, each of them once. They stay registered:
  /// the response that tells of it takes them out, or the one of the callee if that runs before.
  public List<Callback> takeExpired(long nowNanos) {
    List<Callback> expired = new ArrayList<>(0);
    while (!deadlines.isEmpty() && deadlines.firstKey() < nowNanos) {
      for (long id : deadlines.pollFirstEntry().getValue()) {
        @Nullable Callback callback = callbacks.get(id);
        if (callback != null) {
          callbacks.put(id, callback.withoutDeadline());
          expired.add(callback);
        }
      }
    }
    return expired;
  }

  /// How many calls to `respondent` wait for a response.
  public int outstandingTo(Principal respondent) {
    return outstanding.getOrDefault(respondent, 0);
  }

  public Collection<CallContext> contexts() {
    return Collections.unmodifiableCollection(contexts.values());
  }

  public SortedMap<Long, Callback> callbacks() {
    return Collections.unmodifiableSortedMap(callbacks);
  }

  /// Whether nothing is open: a stopping canister can become stopped.
  public boolean isEmpty() {
    return contexts.isEmpty();
  }

  /// The counters, for the checkpoint.
  public long nextContextId() {
    return nextContextId;
  }

  /// Puts back what a checkpoint kept.
  public static CallContextManager restore(
      Collection<CallContext> contexts,
      Collection<Callback> callbacks,
      long nextContextId,
      long nextCallbackId) {
    CallContextManager manager = new CallContextManager();
    contexts.forEach(context -> manager.contexts.put(context.id(), context));
    callbacks.forEach(manager::putBack);
    manager.nextContextId = nextContextId;
    manager.nextCallbackId = nextCallbackId;
    return manager;
  }
}
