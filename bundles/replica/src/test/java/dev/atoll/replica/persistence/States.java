package dev.atoll.replica.persistence;

import dev.atoll.replica.state.CallContext;
import dev.atoll.replica.state.CallContextManager;
import dev.atoll.replica.state.CallOrigin;
import dev.atoll.replica.state.Callback;
import dev.atoll.replica.state.CanisterChange;
import dev.atoll.replica.state.CanisterChange.Details;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.CanisterChange.Origin;
import dev.atoll.replica.state.CanisterHistory;
import dev.atoll.replica.state.CanisterLog;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterSettings.Visibility;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterState.LowMemoryHook;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.CanisterStatus.StopCall;
import dev.atoll.replica.state.ChunkStore;
import dev.atoll.replica.state.CyclesConsumed;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.replica.state.Payload;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.types.RejectCode;
import dev.atoll.types.RequestId;
import dev.atoll.wasm.memory.CommittedMemory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.jspecify.annotations.Nullable;

/// Draws parts of a replicated state from a source of randomness: every case of every type, with
/// numbers of all 64 bits.
final class States {

  private final Random random;

  States(Random random) {
    this.random = random;
  }

  /// States of jqwik's choice.
  static Arbitrary<States> any() {
    return Arbitraries.longs().map(seed -> new States(new Random(seed)));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  /// Small numbers, borders and anything.
  long number() {
    return switch (below(6)) {
      case 0 -> 0;
      case 1 -> below(300);
      case 2 -> Long.MAX_VALUE;
      case 3 -> -1;
      case 4 -> Long.MIN_VALUE;
      default -> random.nextLong();
    };
  }

  Bytes bytes(int maxSize) {
    byte[] bytes = new byte[below(maxSize + 1)];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  Bytes hash() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = below(8); i > 0; i--) {
      text.appendCodePoint(new int[] {'a', '\n', '\u00e9', '\u20ac', 0x1f600, 0}[below(6)]);
    }
    return text.toString();
  }

  Principal principal() {
    return switch (below(5)) {
      case 0 -> Principal.MANAGEMENT_CANISTER;
      case 1 -> Principal.ANONYMOUS;
      case 2 -> Principal.ofCanisterIndex(below(5));
      default -> Principal.of(bytes(29));
    };
  }

  Cycles cycles() {
    return switch (below(3)) {
      case 0 -> Cycles.ZERO;
      case 1 -> Cycles.of(new BigInteger(64, random));
      default -> Cycles.of(new BigInteger(127, random));
    };
  }

  RequestId requestId() {
    return new RequestId(hash());
  }

  <T> List<T> list(int maxSize, Supplier<T> element) {
    List<T> list = new ArrayList<>();
    for (int i = below(maxSize + 1); i > 0; i--) {
      list.add(element.get());
    }
    return list;
  }

  <E extends Enum<E>> E oneOf(E[] values) {
    return values[below(values.length)];
  }

  Ingress ingress() {
    return new Ingress(
        requestId(),
        principal(),
        principal(),
        principal(),
        text(),
        bytes(300),
        number(),
        senderInfo());
  }

  private Ingress.@Nullable SenderInfo senderInfo() {
    return coin() ? null : new Ingress.SenderInfo(bytes(40), principal());
  }

  CanisterMessage message() {
    return coin() ? request() : response();
  }

  private CanisterMessage.Request request() {
    return new CanisterMessage.Request(
        principal(), number(), principal(), text(), bytes(300), cycles(), number());
  }

  private CanisterMessage.Response response() {
    Payload payload =
        coin()
            ? new Payload.Data(bytes(300))
            : new Payload.Reject(oneOf(RejectCode.values()), text());
    return new CanisterMessage.Response(
        principal(), principal(), number(), payload, cycles(), number());
  }

  Input input() {
    return coin() ? new Input.FromUser(ingress()) : new Input.FromCanister(message());
  }

  IngressStatus.Entry entry() {
    return new IngressStatus.Entry(
        principal(), principal(), principal(), ingressStatus(), number(), number());
  }

  private IngressStatus ingressStatus() {
    return switch (below(5)) {
      case 0 -> new IngressStatus.Received();
      case 1 -> new IngressStatus.Processing();
      case 2 -> new IngressStatus.Replied(bytes(300));
      case 3 ->
          new IngressStatus.Rejected(oneOf(RejectCode.values()), text(), oneOf(ErrorCode.values()));
      default -> new IngressStatus.Done();
    };
  }

  CanisterStatus status() {
    return switch (below(3)) {
      case 0 -> new CanisterStatus.Running();
      case 1 -> new CanisterStatus.Stopped();
      default ->
          new CanisterStatus.Stopping(
              list(
                  3,
                  () ->
                      coin()
                          ? new StopCall.ByUser(requestId(), number())
                          : new StopCall.ByCanister(request(), number())));
    };
  }

  CanisterSettings settings() {
    TreeMap<String, String> environment = new TreeMap<>();
    list(3, this::text).forEach(name -> environment.put(name, text()));
    return new CanisterSettings(
        new TreeSet<>(list(4, this::principal)),
        below(101),
        number(),
        number(),
        cycles(),
        cycles(),
        visibility(),
        visibility(),
        visibility(),
        number(),
        number(),
        number(),
        environment);
  }

  private Visibility visibility() {
    return switch (below(3)) {
      case 0 -> new Visibility.Controllers();
      case 1 -> new Visibility.Public();
      default -> new Visibility.AllowedViewers(new TreeSet<>(list(3, this::principal)));
    };
  }

  CallContextManager calls() {
    List<CallContext> contexts = new ArrayList<>();
    for (long id = 1; id <= below(4); id++) {
      contexts.add(
          new CallContext(
              id, origin(), coin(), coin(), cycles(), number(), below(4), random.nextLong() >>> 1));
    }
    List<Callback> callbacks = new ArrayList<>();
    for (long id = 1; id <= below(5); id++) {
      callbacks.add(
          new Callback(
              id,
              number(),
              principal(),
              cycles(),
              closure(),
              closure(),
              coin() ? null : closure(),
              coin() ? CanisterMessage.NO_DEADLINE : random.nextLong() >>> 1,
              cycles()));
    }
    return CallContextManager.restore(contexts, callbacks, number(), number());
  }

  private CallOrigin origin() {
    return switch (below(3)) {
      case 0 -> new CallOrigin.User(requestId(), principal(), senderInfo());
      case 1 -> new CallOrigin.Canister(principal(), number(), number());
      default -> new CallOrigin.SystemTask();
    };
  }

  private Callback.Closure closure() {
    return new Callback.Closure(number(), number());
  }

  InputQueues inputs() {
    InputQueues inputs = new InputQueues();
    list(3, this::ingress).forEach(inputs::push);
    list(6, this::message).forEach(inputs::push);
    for (int i = below(3); i > 0; i--) {
      inputs.poll();
    }
    return inputs;
  }

  CanisterHistory history() {
    CanisterHistory history = new CanisterHistory();
    list(25, this::change).forEach(history::add);
    return history;
  }

  private CanisterChange change() {
    Origin origin =
        coin()
            ? new Origin.FromUser(principal())
            : new Origin.FromCanister(principal(), coin() ? null : (Long) number());
    Details details =
        switch (below(4)) {
          case 0 -> new Details.Creation(list(3, this::principal), coin() ? null : hash());
          case 1 -> new Details.CodeUninstall();
          case 2 -> new Details.CodeDeployment(oneOf(InstallMode.values()), hash());
          default -> new Details.ControllersChange(list(3, this::principal));
        };
    return new CanisterChange(number(), number(), origin, details);
  }

  CanisterLog log() {
    CanisterLog log = new CanisterLog();
    for (int i = below(6); i > 0; i--) {
      log.add(number(), bytes(30), 100);
    }
    return log;
  }

  CyclesConsumed consumed() {
    CyclesConsumed consumed = new CyclesConsumed();
    for (int i = below(4); i > 0; i--) {
      consumed.add(oneOf(CyclesConsumed.Purpose.values()), Cycles.of(new BigInteger(64, random)));
    }
    return consumed;
  }

  /// A canister without code and with an empty stable memory.
  CanisterState canister(Principal id) {
    ChunkStore chunks = new ChunkStore();
    list(3, () -> bytes(50)).forEach(chunks::put);
    CanisterState canister =
        new CanisterState(
            id,
            settings(),
            cycles(),
            new CommittedMemory(),
            number(),
            inputs(),
            calls(),
            chunks,
            log(),
            history(),
            consumed());
    canister.setStatus(status());
    canister.setReservedCycles(cycles());
    canister.setVersion(number());
    canister.setChargedNanos(number());
    canister.setCertifiedData(bytes(32));
    canister.setGlobalTimerNanos(number());
    canister.setLowMemoryHook(oneOf(LowMemoryHook.values()));
    return canister;
  }
}
