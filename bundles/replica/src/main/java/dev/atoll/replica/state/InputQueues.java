package dev.atoll.replica.state;

import dev.atoll.types.Principal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The messages that wait for one canister: one queue of ingress, one queue per sending canister.
///
/// Messages of one sender keep their order. The queues take turns, ingress among them, so that no
/// sender starves another.
///
/// Source: reference implementation `rs/replicated_state/src/canister_state/queues.rs`.
public final class InputQueues {

  /// The turn of the ingress queue; no canister has this id.
  private static final Principal INGRESS_TURN = Principal.MANAGEMENT_CANISTER;

  private final ArrayDeque<Ingress> ingress = new ArrayDeque<>();

  private final TreeMap<Principal, ArrayDeque<CanisterMessage>> bySender = new TreeMap<>();

  /// Whose turn it was last; the next one is the next greater sender with a message.
  private Principal lastTurn = INGRESS_TURN;

  /// What a canister executes next.
  public sealed interface Input {

    record FromUser(Ingress ingress) implements Input {}

    record FromCanister(CanisterMessage message) implements Input {}
  }

  public void push(Ingress message) {
    ingress.addLast(message);
  }

  public void push(CanisterMessage message) {
    bySender.computeIfAbsent(turn(message), sender -> new ArrayDeque<>()).addLast(message);
  }

  public boolean isEmpty() {
    return ingress.isEmpty() && bySender.isEmpty();
  }

  /// Takes the message whose turn it is, or null if there is none.
  public @Nullable Input poll() {
    @Nullable Principal next = nextTurn();
    if (next == null) {
      return null;
    }
    lastTurn = next;
    if (next.equals(INGRESS_TURN)) {
      return new Input.FromUser(ingress.removeFirst());
    }
    ArrayDeque<CanisterMessage> queue = bySender.getOrDefault(next, new ArrayDeque<>());
    CanisterMessage message = queue.removeFirst();
    if (queue.isEmpty()) {
      bySender.remove(next);
    }
    return new Input.FromCanister(message);
  }

  private @Nullable Principal nextTurn() {
    @Nullable Principal higher = bySender.higherKey(lastTurn);
    if (higher != null) {
      return higher;
    }
    if (!ingress.isEmpty()) {
      return INGRESS_TURN;
    }
    return bySender.isEmpty() ? null : bySender.firstKey();
  }

  /// Takes out all messages that `drop` names, in the order of the queues.
  public List<Input> removeIf(Predicate<Input> drop) {
    List<Input> removed = new ArrayList<>();
    for (Iterator<Ingress> i = ingress.iterator(); i.hasNext(); ) {
      Input input = new Input.FromUser(i.next());
      if (drop.test(input)) {
        removed.add(input);
        i.remove();
      }
    }
    for (ArrayDeque<CanisterMessage> queue : bySender.values()) {
      for (Iterator<CanisterMessage> i = queue.iterator(); i.hasNext(); ) {
        Input input = new Input.FromCanister(i.next());
        if (drop.test(input)) {
          removed.add(input);
          i.remove();
        }
      }
    }
    bySender.values().removeIf(ArrayDeque::isEmpty);
    return removed;
  }

  public Collection<Ingress> ingress() {
    return Collections.unmodifiableCollection(ingress);
  }

  /// The queues by sender, for the checkpoint. The management canister's responses are listed under
  /// the anonymous principal.
  public NavigableMap<Principal, ArrayDeque<CanisterMessage>> bySender() {
    return Collections.unmodifiableNavigableMap(bySender);
  }

  public Principal lastTurn() {
    return lastTurn;
  }

  /// Puts back whose turn it was, from a checkpoint.
  public void restoreTurn(Principal turn) {
    lastTurn = turn;
  }

  /// The management canister has the empty id, which is the ingress queue's turn here; its
  /// responses queue under the anonymous principal, which is no canister either.
  private static Principal turn(CanisterMessage message) {
    return message.sender().isManagementCanister() ? Principal.ANONYMOUS : message.sender();
  }
}
