package dev.atoll.replica.persistence;

import dev.atoll.replica.state.LongExecution;
import dev.atoll.replica.state.LongExecution.Work;
import dev.atoll.types.Cbor;
import dev.atoll.types.Principal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Executions that a state is in the middle of, each as an array: canister, work, time, granted
/// instructions, memory taken, canisters held, whether it is set back.
final class LongExecutionCodec {

  private static final String MESSAGE = "message";

  private static final String TASK = "task";

  private static final String MANAGEMENT = "management";

  private LongExecutionCodec() {}

  static List<Cbor> encode(SortedMap<Principal, LongExecution> executions) {
    return executions.entrySet().stream().map(LongExecutionCodec::encode).toList();
  }

  private static Cbor encode(Map.Entry<Principal, LongExecution> entry) {
    LongExecution execution = entry.getValue();
    return Cbor.array(
        Cbor.blob(entry.getKey().bytes()),
        encode(execution.work()),
        Cbor.nat64(execution.beganNanos()),
        Cbor.nat64(execution.grantedInstructions()),
        Cbor.nat64(execution.takenBytes()),
        Cbor.array(execution.held().stream().map(id -> (Cbor) Cbor.blob(id.bytes())).toList()),
        Cbor.bool(execution.setBack()));
  }

  private static Cbor encode(Work work) {
    return switch (work) {
      case Work.Message(var input) -> Cbor.array(Cbor.text(MESSAGE), MessageCodec.encode(input));
      case Work.Task(Work.Task.Kind kind) -> Cbor.array(Cbor.text(TASK), Cbor.text(kind.name()));
      case Work.Management(var input) ->
          Cbor.array(Cbor.text(MANAGEMENT), MessageCodec.encode(input));
    };
  }

  static SortedMap<Principal, LongExecution> decode(List<Cbor> values) {
    SortedMap<Principal, LongExecution> executions = new TreeMap<>();
    for (Cbor value : values) {
      List<Cbor> items = value.asArray();
      TreeSet<Principal> held = new TreeSet<>();
      items.get(5).asArray().forEach(id -> held.add(id.asPrincipal()));
      executions.put(
          items.get(0).asPrincipal(),
          new LongExecution(
              work(items.get(1).asArray()),
              items.get(2).asNat64(),
              items.get(4).asNat64(),
              items.get(3).asNat64(),
              held,
              items.size() > 6 && items.get(6).asBool(),
              null));
    }
    return executions;
  }

  private static Work work(List<Cbor> items) {
    String kind = items.get(0).asText();
    return switch (kind) {
      case MESSAGE -> new Work.Message(MessageCodec.input(items.get(1)));
      case TASK -> new Work.Task(Work.Task.Kind.valueOf(items.get(1).asText()));
      case MANAGEMENT -> new Work.Management(MessageCodec.input(items.get(1)));
      default -> throw new IllegalStateException("an execution of unknown work: " + kind);
    };
  }
}
