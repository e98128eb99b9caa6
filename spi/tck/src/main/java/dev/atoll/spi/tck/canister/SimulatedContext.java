package dev.atoll.spi.tck.canister;

import dev.atoll.spi.canister.CanisterCall;
import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.canister.CanisterTrap;
import dev.atoll.spi.canister.StableMemory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One execution on a copy of a canister's image. Used by one thread.
final class SimulatedContext implements CanisterContext {

  static final long INSTRUCTIONS_MAX = 40_000_000_000L;

  private static final int CERTIFIED_SIZE_BYTES_MAX = 32;

  private final Entry entry;

  private final CanisterImage before;

  private byte[] stable;

  private Bytes certifiedData;

  private long timerNanos;

  private Cycles balance;

  private Cycles available;

  private final List<SentCall> sent;

  private long instructions;

  private boolean accepted;

  private @Nullable Outcome answer;

  /// How the canister is entered.
  ///
  /// @param mayAnswer whether somebody waits
  /// @param inspected the method of a message that is inspected, else empty
  record Entry(
      Principal caller,
      Bytes arg,
      Cycles cycles,
      long timeNanos,
      boolean replicated,
      boolean mayAnswer,
      long env,
      int rejectCode,
      String rejectMessage,
      String inspected) {}

  SimulatedContext(Entry entry, CanisterImage before) {
    this.entry = entry;
    this.before = before;
    this.stable = before.stable().toByteArray();
    this.certifiedData = before.certifiedData();
    this.timerNanos = before.timerNanos();
    this.balance = before.balance();
    this.available = entry.cycles();
    this.sent = new ArrayList<>(before.sent());
  }

  /// The image after an execution that is kept.
  CanisterImage after() {
    return new CanisterImage(Bytes.wrap(stable), certifiedData, timerNanos, balance, sent);
  }

  Outcome outcome() {
    return answer == null ? new Outcome.Silent() : answer;
  }

  boolean hasCalled() {
    return sent.size() > before.sent().size();
  }

  boolean hasAccepted() {
    return accepted;
  }

  private static CanisterTrap trap(String text) {
    return new CanisterTrap(text);
  }

  @Override
  public Principal self() {
    return SimulatedCanister.ID;
  }

  @Override
  public Principal caller() {
    return entry.caller();
  }

  @Override
  public boolean isController(Principal principal) {
    return principal.equals(SimulatedCanister.CONTROLLER);
  }

  @Override
  public Bytes arg() {
    return entry.arg();
  }

  @Override
  public long timeNanos() {
    return entry.timeNanos();
  }

  @Override
  public long canisterVersion() {
    return 1;
  }

  @Override
  public boolean isReplicated() {
    return entry.replicated();
  }

  @Override
  public String inspectedMethod() {
    if (entry.inspected().isEmpty()) {
      throw trap("msg_method_name cannot be executed here");
    }
    return entry.inspected();
  }

  @Override
  public void acceptMessage() {
    if (entry.inspected().isEmpty() || accepted) {
      throw trap("accept_message cannot be executed here, or twice");
    }
    accepted = true;
  }

  @Override
  public void reply(Bytes reply) {
    answer(new Outcome.Replied(reply));
  }

  @Override
  public void reject(String text) {
    answer(new Outcome.Rejected(text));
  }

  private void answer(Outcome given) {
    if (!entry.mayAnswer() || answer != null) {
      throw trap("the call is already replied, or there is none");
    }
    answer = given;
  }

  @Override
  public long env() {
    return entry.env();
  }

  @Override
  public int rejectCode() {
    return entry.rejectCode();
  }

  @Override
  public String rejectMessage() {
    if (entry.rejectCode() == 0) {
      throw trap("msg_reject_msg cannot be executed here");
    }
    return entry.rejectMessage();
  }

  @Override
  public long deadlineNanos() {
    return 0;
  }

  @Override
  public Cycles balance() {
    return balance;
  }

  @Override
  public Cycles cyclesAvailable() {
    return available;
  }

  @Override
  public Cycles acceptCycles(Cycles most) {
    Cycles taken = most.min(available);
    available = available.minus(taken);
    balance = balance.saturatingPlus(taken);
    return taken;
  }

  @Override
  public Cycles cyclesRefunded() {
    return Cycles.ZERO;
  }

  @Override
  public Cycles burnCycles(Cycles most) {
    Cycles burnt = most.min(balance);
    balance = balance.minus(burnt);
    return burnt;
  }

  @Override
  public CanisterCall call(Principal canister, String method) {
    return new SimulatedCall(this, canister, method);
  }

  /// Takes cycles along and sends.
  void send(SentCall call) {
    if (!entry.replicated() || balance.isLessThan(call.cycles())) {
      throw trap("call_perform cannot be executed here, or has not that many cycles");
    }
    balance = balance.minus(call.cycles());
    sent.add(call);
  }

  @Override
  public StableMemory stable() {
    return new Memory();
  }

  @Override
  public void certify(Bytes data) {
    if (!entry.replicated() || data.size() > CERTIFIED_SIZE_BYTES_MAX) {
      throw trap(
          "certified_data_set cannot be executed here, or with %d bytes".formatted(data.size()));
    }
    certifiedData = data;
  }

  @Override
  public Optional<Bytes> dataCertificate() {
    return entry.replicated()
        ? Optional.empty()
        : Optional.of(Bytes.concat(Bytes.ofUtf8("certificate on "), certifiedData));
  }

  @Override
  public long setGlobalTimer(long timeNanos) {
    long old = timerNanos;
    timerNanos = timeNanos;
    return old;
  }

  @Override
  public void print(String line) {
    charge(line.length());
  }

  @Override
  public long instructions() {
    return instructions;
  }

  @Override
  public void charge(long count) {
    if (count < 0) {
      throw new IllegalArgumentException("instructions are %d".formatted(count));
    }
    instructions =
        Math.min(INSTRUCTIONS_MAX + 1, instructions + Math.min(count, INSTRUCTIONS_MAX + 1));
    if (instructions > INSTRUCTIONS_MAX) {
      throw trap("Canister exceeded the limit of %d instructions".formatted(INSTRUCTIONS_MAX));
    }
  }

  private final class Memory implements StableMemory {

    /// What a test can afford.
    private static final long PAGES_MAX = 1024;

    @Override
    public long sizePages() {
      return stable.length / PAGE_SIZE_BYTES;
    }

    @Override
    public long grow(long pages) {
      long old = sizePages();
      if (pages < 0 || pages > PAGES_MAX - old) {
        return -1;
      }
      stable = Arrays.copyOf(stable, Math.toIntExact((old + pages) * PAGE_SIZE_BYTES));
      return old;
    }

    @Override
    public Bytes read(long offset, int size) {
      check(offset, size);
      return Bytes.copyOf(stable, (int) offset, size);
    }

    @Override
    public void write(long offset, Bytes bytes) {
      check(offset, bytes.size());
      System.arraycopy(bytes.unsafeArray(), 0, stable, (int) offset, bytes.size());
    }

    private void check(long offset, int size) {
      charge(500L + Math.max(size, 0));
      if (offset < 0 || size < 0 || offset > stable.length - size) {
        throw trap("stable memory out of bounds");
      }
    }
  }
}
