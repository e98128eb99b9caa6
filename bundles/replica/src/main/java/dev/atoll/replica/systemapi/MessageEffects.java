package dev.atoll.replica.systemapi;

import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an execution wants to change outside its memories; applied if it succeeds.
///
/// Log lines stay in any case. Used by the thread that executes.
public final class MessageEffects {

  private final List<OutgoingCall> calls = new ArrayList<>(0);

  private final List<Bytes> logLines = new ArrayList<>(0);

  private @Nullable Response response;

  private Cycles balance;

  private Cycles accepted = Cycles.ZERO;

  private Cycles burnt = Cycles.ZERO;

  private Cycles reserved = Cycles.ZERO;

  private long takenBytes;

  private @Nullable Bytes certifiedData;

  private @Nullable Long globalTimerNanos;

  private boolean messageAccepted;

  /// The answer to the call.
  public sealed interface Response {

    record Reply(Bytes data) implements Response {}

    record Reject(String message) implements Response {}
  }

  MessageEffects(Cycles balance) {
    this.balance = balance;
  }

  /// Calls in the order in which they were performed.
  public List<OutgoingCall> calls() {
    return calls;
  }

  /// Lines for the canister log, in order.
  public List<Bytes> logLines() {
    return logLines;
  }

  /// The answer that the execution gave, null if it gave none.
  public @Nullable Response response() {
    return response;
  }

  /// The main balance after the execution.
  public Cycles balance() {
    return balance;
  }

  /// Cycles of the call that were accepted; the balance has them.
  public Cycles accepted() {
    return accepted;
  }

  /// Cycles that were burnt; the balance lacks them.
  public Cycles burnt() {
    return burnt;
  }

  /// Cycles that were set aside for memory; the balance lacks them.
  public Cycles reserved() {
    return reserved;
  }

  /// Memory that the canister takes from what the subnet has left, in bytes.
  public long takenBytes() {
    return takenBytes;
  }

  /// New certified data, null if it was not set.
  public @Nullable Bytes certifiedData() {
    return certifiedData;
  }

  /// When the timer is to be due, 0 to switch it off, null if it was not set.
  public @Nullable Long globalTimerNanos() {
    return globalTimerNanos;
  }

  /// Whether `canister_inspect_message` accepted.
  public boolean messageAccepted() {
    return messageAccepted;
  }

  void respond(Response given) {
    response = given;
  }

  void setBalance(Cycles newBalance) {
    balance = newBalance;
  }

  void accept(Cycles cycles) {
    accepted = accepted.plus(cycles);
    balance = balance.saturatingPlus(cycles);
  }

  void burn(Cycles cycles) {
    burnt = burnt.plus(cycles);
    balance = balance.minus(cycles);
  }

  void takeMemory(long bytes, Cycles reservation) {
    takenBytes += bytes;
    reserved = reserved.plus(reservation);
    balance = balance.minus(reservation);
  }

  void setCertifiedData(Bytes data) {
    certifiedData = data;
  }

  void setGlobalTimer(long nanos) {
    globalTimerNanos = nanos;
  }

  void acceptMessage() {
    messageAccepted = true;
  }
}
