package dev.atoll.replica.natives;

import dev.atoll.spi.canister.CanisterCall;
import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.spi.canister.StableMemory;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.Principal;
import java.util.Optional;

/// One execution of code in Java, in terms of the System API.
final class NativeContext implements CanisterContext {

  private final SystemCalls system;

  private final StableMemory stable;

  private final long env;

  private final Thread thread = Thread.currentThread();

  private boolean ended;

  NativeContext(SystemCalls system, long env) {
    this.system = system;
    this.stable = new NativeStable(this);
    this.env = env;
  }

  void end() {
    ended = true;
  }

  /// The System API, for this execution and its thread alone.
  SystemCalls system() {
    if (ended || !thread.equals(Thread.currentThread())) {
      throw new IllegalStateException(
          ended
              ? "the execution has ended: a context cannot be kept"
              : "a context belongs to the thread that the canister was entered on");
    }
    return system;
  }

  @Override
  public Principal self() {
    return Principal.of(system().read("canister_self"));
  }

  @Override
  public Principal caller() {
    return Principal.of(system().read("msg_caller"));
  }

  @Override
  public boolean isController(Principal principal) {
    int size = system().put(SystemCalls.NAMES, principal.bytes());
    return system().call("is_controller", SystemCalls.NAMES, size) != 0;
  }

  @Override
  public Bytes arg() {
    return system().read("msg_arg_data");
  }

  @Override
  public long timeNanos() {
    return system().call("time");
  }

  @Override
  public long canisterVersion() {
    return system().call("canister_version");
  }

  @Override
  public boolean isReplicated() {
    return system().call("in_replicated_execution") != 0;
  }

  @Override
  public String inspectedMethod() {
    return system().read("msg_method_name").toUtf8();
  }

  @Override
  public void acceptMessage() {
    system().call("accept_message");
  }

  @Override
  public void reply(Bytes reply) {
    system()
        .write(reply, (at, size) -> system().call("msg_reply_data_append", SystemCalls.DATA, size));
    system().call("msg_reply");
  }

  @Override
  public void reject(String text) {
    int size = system().put(SystemCalls.NAMES, Bytes.ofUtf8(text));
    system().call("msg_reject", SystemCalls.NAMES, size);
  }

  @Override
  public long env() {
    return env;
  }

  @Override
  public int rejectCode() {
    return (int) system().call("msg_reject_code");
  }

  @Override
  public String rejectMessage() {
    return system().read("msg_reject_msg").toUtf8();
  }

  @Override
  public long deadlineNanos() {
    return system().call("msg_deadline");
  }

  @Override
  public Cycles balance() {
    return system().cycles("canister_cycle_balance128");
  }

  @Override
  public Cycles cyclesAvailable() {
    return system().cycles("msg_cycles_available128");
  }

  @Override
  public Cycles acceptCycles(Cycles most) {
    return system().cycles("msg_cycles_accept128", most.high64(), most.low64());
  }

  @Override
  public Cycles cyclesRefunded() {
    return system().cycles("msg_cycles_refunded128");
  }

  @Override
  public Cycles burnCycles(Cycles most) {
    return system().cycles("cycles_burn128", most.high64(), most.low64());
  }

  @Override
  public CanisterCall call(Principal canister, String method) {
    return new NativeCall(this, canister, method);
  }

  @Override
  public StableMemory stable() {
    return stable;
  }

  @Override
  public void certify(Bytes data) {
    int size = system().put(SystemCalls.NAMES, data);
    system().call("certified_data_set", SystemCalls.NAMES, size);
  }

  @Override
  public Optional<Bytes> dataCertificate() {
    return system().call("data_certificate_present") == 0
        ? Optional.empty()
        : Optional.of(system().read("data_certificate"));
  }

  @Override
  public long setGlobalTimer(long timeNanos) {
    return system().call("global_timer_set", timeNanos);
  }

  @Override
  public void print(String line) {
    int size = system().put(SystemCalls.NAMES, Bytes.ofUtf8(line));
    system().call("debug_print", SystemCalls.NAMES, size);
  }

  @Override
  public long instructions() {
    return system().call("performance_counter", 0);
  }

  @Override
  public void charge(long instructions) {
    if (instructions < 0) {
      throw new IllegalArgumentException(
          "instructions are %d, at least 0 expected".formatted(instructions));
    }
    system().charge(instructions);
  }
}
