package dev.atoll.replica.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.replica.state.CallContextManager;
import dev.atoll.replica.state.Callback;
import dev.atoll.replica.state.CanisterHistory;
import dev.atoll.replica.state.CanisterLog;
import dev.atoll.replica.state.CanisterMessage;
import dev.atoll.replica.state.CanisterSettings;
import dev.atoll.replica.state.CanisterState;
import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.ChunkStore;
import dev.atoll.replica.state.CyclesConsumed;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.InputQueues;
import dev.atoll.replica.state.InputQueues.Input;
import dev.atoll.spi.consensus.FinalizedBatch;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Cycles;
import dev.atoll.types.Height;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import dev.atoll.wasm.memory.CommittedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// Whatever is written is read again.
final class CodecsTest {

  @Provide
  Arbitrary<States> states() {
    return States.any();
  }

  private static Cbor reread(Cbor written) {
    return Cbor.decode(written.encode());
  }

  @Property
  void messages(@ForAll("states") States states) {
    Ingress ingress = states.ingress();
    CanisterMessage message = states.message();
    Input input = states.input();
    Cycles cycles = states.cycles();

    assertThat(MessageCodec.ingress(reread(MessageCodec.encode(ingress)))).isEqualTo(ingress);
    assertThat(MessageCodec.message(reread(MessageCodec.encode(message)))).isEqualTo(message);
    assertThat(MessageCodec.input(reread(MessageCodec.encode(input)))).isEqualTo(input);
    assertThat(MessageCodec.cycles(reread(MessageCodec.encode(cycles)))).isEqualTo(cycles);
  }

  @Property
  void statusesOfCalls(@ForAll("states") States states) {
    IngressStatus.Entry entry = states.entry();

    assertThat(MessageCodec.entry(reread(MessageCodec.encode(entry)))).isEqualTo(entry);
  }

  @Property
  void settings(@ForAll("states") States states) {
    CanisterSettings settings = states.settings();

    assertThat(SettingsCodec.settings(reread(SettingsCodec.encode(settings)))).isEqualTo(settings);
  }

  @Property
  void statusesOfCanisters(@ForAll("states") States states) {
    CanisterStatus status = states.status();

    assertThat(CallsCodec.status(reread(CallsCodec.encode(status)))).isEqualTo(status);
  }

  @Property
  void openCalls(@ForAll("states") States states) {
    CallContextManager calls = states.calls();

    CallContextManager read = CallsCodec.calls(reread(CallsCodec.encode(calls)));

    assertThat(List.copyOf(read.contexts())).isEqualTo(List.copyOf(calls.contexts()));
    assertThat(read.callbacks()).isEqualTo(calls.callbacks());
    assertThat(read.nextContextId()).isEqualTo(calls.nextContextId());
    assertThat(read.nextCallbackId()).isEqualTo(calls.nextCallbackId());
    for (Callback callback : calls.callbacks().values()) {
      assertThat(read.outstandingTo(callback.respondent()))
          .isEqualTo(calls.outstandingTo(callback.respondent()));
    }
    assertThat(read.takeExpired(Long.MAX_VALUE)).isEqualTo(calls.takeExpired(Long.MAX_VALUE));
  }

  @Property
  void waitingMessagesAndWhoseTurnItIs(@ForAll("states") States states) {
    InputQueues inputs = states.inputs();

    InputQueues read = CallsCodec.inputs(reread(CallsCodec.encode(inputs)));

    assertThat(drain(read)).isEqualTo(drain(inputs));
  }

  private static List<Input> drain(InputQueues inputs) {
    List<Input> all = new ArrayList<>();
    for (Input input = inputs.poll(); input != null; input = inputs.poll()) {
      all.add(input);
    }
    return all;
  }

  @Property
  void whatACanisterLeftBehind(@ForAll("states") States states) {
    CanisterHistory history = states.history();
    CanisterLog log = states.log();
    CyclesConsumed consumed = states.consumed();

    CanisterHistory readHistory = HistoryCodec.history(reread(HistoryCodec.encode(history)));
    CanisterLog readLog = HistoryCodec.log(reread(HistoryCodec.encode(log)));
    CyclesConsumed readConsumed = HistoryCodec.consumed(reread(HistoryCodec.encode(consumed)));

    assertThat(List.copyOf(readHistory.changes())).isEqualTo(List.copyOf(history.changes()));
    assertThat(readHistory.total()).isEqualTo(history.total());
    assertThat(List.copyOf(readLog.entries())).isEqualTo(List.copyOf(log.entries()));
    assertThat(readLog.nextIndex()).isEqualTo(log.nextIndex());
    assertThat(readLog.sizeBytes()).isEqualTo(log.sizeBytes());
    for (CyclesConsumed.Purpose purpose : CyclesConsumed.Purpose.values()) {
      assertThat(readConsumed.of(purpose)).isEqualTo(consumed.of(purpose));
    }
  }

  @Property(tries = 300)
  void wholeCanisters(@ForAll("states") States states) {
    Principal id = Principal.ofCanisterIndex(7);
    CanisterState canister = states.canister(id);
    Bytes written = CanisterCodec.encode(canister);

    CanisterState read = CanisterCodec.canister(id, written, _ -> new NoParts(canister.chunks()));

    assertThat(CanisterCodec.encode(read)).isEqualTo(written);
    assertThat(read.id()).isEqualTo(id);
    assertThat(read.settings()).isEqualTo(canister.settings());
    assertThat(read.status()).isEqualTo(canister.status());
    assertThat(read.cycles()).isEqualTo(canister.cycles());
    assertThat(read.reservedCycles()).isEqualTo(canister.reservedCycles());
    assertThat(read.version()).isEqualTo(canister.version());
    assertThat(read.createdNanos()).isEqualTo(canister.createdNanos());
    assertThat(read.chargedNanos()).isEqualTo(canister.chargedNanos());
    assertThat(read.certifiedData()).isEqualTo(canister.certifiedData());
    assertThat(read.globalTimerNanos()).isEqualTo(canister.globalTimerNanos());
    assertThat(read.lowMemoryHook()).isEqualTo(canister.lowMemoryHook());
    assertThat(read.chunks().chunks()).isEqualTo(canister.chunks().chunks());
    assertThat(read.execution()).isNull();
  }

  private static final class NoParts implements CanisterCodec.Parts {

    private final ChunkStore chunks;

    NoParts(ChunkStore chunks) {
      this.chunks = chunks;
    }

    @Override
    public Bytes chunk(Bytes hash) {
      return Objects.requireNonNull(chunks.get(hash));
    }

    @Override
    public ValidatedModule module(Bytes hash) {
      throw new AssertionError("the canister has no code");
    }

    @Override
    public CommittedMemory heap(long sizeBytes) {
      throw new AssertionError("the canister has no heap");
    }

    @Override
    public CommittedMemory stableMemory(long sizeBytes) {
      assertThat(sizeBytes).isZero();
      return new CommittedMemory();
    }
  }

  @Property
  void blocks(@ForAll("states") States states) {
    FinalizedBatch batch =
        new FinalizedBatch(
            new Height(states.number() >>> 1), states.number(), states.hash(), states.bytes(300));

    assertThat(BlockCodec.decode(BlockCodec.encode(batch))).isEqualTo(batch);
  }

  @Test
  void aBlockOfAnotherFormatIsRefused() {
    Bytes newer =
        Cbor.array(
                Cbor.nat(2),
                Cbor.nat(1),
                Cbor.nat(1),
                Cbor.blob(Bytes.wrap(new byte[32])),
                Cbor.blob(Bytes.EMPTY))
            .encode();

    assertThatThrownBy(() -> BlockCodec.decode(newer))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("block is not of format 1");
    assertThatThrownBy(() -> BlockCodec.decode(Cbor.array(Cbor.nat(1)).encode()))
        .hasMessage("block is not of format 1");
  }
}
