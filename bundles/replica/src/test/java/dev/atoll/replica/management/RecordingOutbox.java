package dev.atoll.replica.management;

import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.Outbox;
import dev.atoll.types.Principal;
import dev.atoll.types.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Keeps what was sent.
final class RecordingOutbox implements Outbox {

  final List<CanisterMessage> messages = new ArrayList<>();

  final Map<RequestId, IngressStatus> answers = new HashMap<>();

  final TreeSet<Principal> changed = new TreeSet<>();

  @Override
  public void send(CanisterMessage message) {
    messages.add(message);
  }

  @Override
  public void changed(Principal canister) {
    changed.add(canister);
  }

  @Override
  public void answer(RequestId requestId, IngressStatus status) {
    answers.put(requestId, status);
  }
}
