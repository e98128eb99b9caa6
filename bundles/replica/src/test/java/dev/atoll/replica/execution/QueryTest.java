package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.state.CanisterStatus;
import dev.atoll.replica.state.Ingress;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import dev.atoll.wasm.Opcodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryTest {

  private static final long LIMIT = 1_000_000;

  private final CanisterHarness harness = new CanisterHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  private static CanisterModule counter() {
    return new CanisterModule()
        .export("canister_update inc", code -> code.increment(0).load(0).replyLong())
        .export("canister_query get", code -> code.load(0).replyLong())
        .export("canister_query echo", CanisterModule.Code::echo)
        .export("canister_query inc_query", code -> code.increment(0).load(0).replyLong())
        .export("canister_query refuse", code -> code.reject("no"))
        .export("canister_query silent", code -> {})
        .export(
            "canister_query certificate",
            code -> {
              code.i32(100).i32(0).ic("data_certificate_size").ic("data_certificate_copy");
              code.i32(100).ic("data_certificate_size").ic("msg_reply_data_append").reply();
            })
        .export("canister_query spin", code -> code.wasm().open(Opcodes.LOOP).br(0).end());
  }

  private byte number(Principal id, String method) {
    QueryOutcome outcome = harness.query(id, method, Bytes.EMPTY);
    assertThat(outcome).isInstanceOf(QueryOutcome.Reply.class);
    return ((QueryOutcome.Reply) outcome).reply().get(0);
  }

  private void assertRejected(QueryOutcome outcome, ErrorCode code, String message) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            QueryOutcome.Reject.class,
            reject -> {
              assertThat(reject.errorCode()).isEqualTo(code);
              assertThat(reject.message()).contains(message);
            });
  }

  @Test
  void aQueryChangesNothingAndSeesWhatUpdatesChange() {
    Principal id = harness.deploy(counter());

    assertThat(number(id, "inc_query")).isEqualTo((byte) 1);
    assertThat(number(id, "inc_query")).isEqualTo((byte) 1);
    harness.reply(id, "inc");
    assertThat(number(id, "get")).isEqualTo((byte) 1);
    assertThat(number(id, "inc_query")).isEqualTo((byte) 2);
    harness.reply(id, "inc");
    assertThat(number(id, "inc_query")).isEqualTo((byte) 3);
  }

  @Test
  void aQuerySeesThePublishedStateWhileARoundHasMovedOn() {
    Principal id = harness.deploy(counter());
    harness.reply(id, "inc");
    Ingress ingress = harness.ingress(id, "inc", Bytes.EMPTY);

    TreeSet<Principal> changed = new TreeSet<>(harness.runRound(1, ingress).changed());
    assertThat(number(id, "get")).isEqualTo((byte) 1);

    harness.publish(changed);
    assertThat(number(id, "get")).isEqualTo((byte) 2);
  }

  @Test
  void failuresAreAnsweredWithTheirCodes() {
    Principal id = harness.deploy(counter());
    Principal empty = harness.create();
    harness.round();

    assertRejected(
        harness.query(id, "inc", Bytes.EMPTY),
        ErrorCode.CANISTER_METHOD_NOT_FOUND,
        "Canister has no query method 'inc'.");
    assertRejected(
        harness.query(id, "refuse", Bytes.EMPTY), ErrorCode.CANISTER_REJECTED_MESSAGE, "no");
    assertRejected(
        harness.query(id, "silent", Bytes.EMPTY),
        ErrorCode.CANISTER_DID_NOT_REPLY,
        "did not reply to the call");
    assertRejected(
        harness.query(id, "spin", Bytes.EMPTY, LIMIT),
        ErrorCode.CANISTER_INSTRUCTION_LIMIT_EXCEEDED,
        "Canister exceeded the limit of 1000000 instructions for single message execution.");
    assertRejected(
        harness.query(empty, "get", Bytes.EMPTY),
        ErrorCode.CANISTER_WASM_MODULE_NOT_FOUND,
        "contains no Wasm module");
    assertRejected(
        harness.query(Principal.ofCanisterIndex(3), "get", Bytes.EMPTY),
        ErrorCode.CANISTER_NOT_FOUND,
        "not found");
    assertThat(number(id, "get")).isEqualTo((byte) 0);
  }

  @Test
  void stoppedAndFrozenCanistersDoNotAnswer() {
    Principal id = harness.deploy(counter());
    harness.canister(id).setStatus(new CanisterStatus.Stopped());
    harness.publish(new TreeSet<>(Set.of(id)));
    assertRejected(
        harness.query(id, "get", Bytes.EMPTY), ErrorCode.CANISTER_STOPPED, id + " is stopped");

    harness.canister(id).setStatus(new CanisterStatus.Running());
    harness.canister(id).setCycles(Cycles.of(1));
    harness.publish(new TreeSet<>(Set.of(id)));
    assertRejected(
        harness.query(id, "get", Bytes.EMPTY), ErrorCode.CANISTER_OUT_OF_CYCLES, "it's frozen");
  }

  @Test
  void aQueryGetsTheDataCertificate() {
    Principal id = harness.deploy(counter());

    assertThat(harness.query(id, "certificate", Bytes.EMPTY))
        .isInstanceOfSatisfying(
            QueryOutcome.Reply.class,
            reply -> assertThat(reply.reply()).isEqualTo(CanisterHarness.CERTIFICATE));
  }

  @Test
  void inspectionAcceptsOrRejects() {
    Principal open = harness.deploy(counter());
    Principal picky =
        harness.deploy(
            new CanisterModule()
                .export(
                    "canister_inspect_message",
                    code -> {
                      code.ic("msg_method_name_size");
                      code.wasm().i32(3).op(0x46).open(Opcodes.IF);
                      code.ic("accept_message");
                      code.wasm().end();
                    }));

    assertThat(harness.inspect(open, "any", Bytes.EMPTY)).isInstanceOf(QueryOutcome.Reply.class);
    assertThat(harness.inspect(picky, "yes", Bytes.EMPTY)).isInstanceOf(QueryOutcome.Reply.class);
    assertThat(harness.inspect(picky, "no", Bytes.EMPTY))
        .isInstanceOfSatisfying(
            QueryOutcome.Reject.class,
            reject -> {
              assertThat(reject.errorCode()).isEqualTo(ErrorCode.CANISTER_REJECTED_MESSAGE);
              assertThat(reject.message())
                  .isEqualTo("Error from Canister " + picky + ": Canister rejected the message");
            });
  }

  @Test
  void manyQueriesMayRunAtOnceWithRounds() throws InterruptedException {
    Principal id = harness.deploy(counter());
    ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    harness.guardReads(lock.readLock());
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      byte last = 0;
                      for (int i = 0; i < 300; i++) {
                        byte seen = number(id, "inc_query");
                        assertThat(seen).isGreaterThanOrEqualTo(last);
                        last = seen;
                      }
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    for (int i = 0; i < 50; i++) {
      Ingress ingress = harness.ingress(id, "inc", Bytes.EMPTY);
      TreeSet<Principal> changed = new TreeSet<>(harness.runRound(1, ingress).changed());
      lock.writeLock().lock();
      try {
        harness.publish(changed);
      } finally {
        lock.writeLock().unlock();
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(failures).isEmpty();
    assertThat(number(id, "get")).isEqualTo((byte) 50);
  }
}
