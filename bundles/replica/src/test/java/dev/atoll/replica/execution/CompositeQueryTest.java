package dev.atoll.replica.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.types.Bytes;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Queries that call others, with their callbacks and cleanups.
class CompositeQueryTest {

  private final CanisterHarness harness = new CanisterHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  private static CanisterModule echoing() {
    return new CanisterModule()
        .export("canister_query echo", CanisterModule.Code::echo)
        .export("canister_query refuse", code -> code.reject("no thanks"))
        .export("canister_query silent", code -> {})
        .export("canister_query fall", code -> code.trap("over"));
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
  void aCompositeQueryCallsOthersAndKeepsItsStateMeanwhile() {
    Principal callee = harness.deploy(echoing());
    CanisterModule module = new CanisterModule();
    int reply =
        module.callback(
            code -> {
              code.increment(0);
              code.append(0, 8).echo();
            });
    Principal caller =
        harness.deploy(
            module
                .export(
                    "canister_composite_query go",
                    code -> {
                      code.increment(0);
                      code.callNew(callee.bytes(), "echo", reply, reply);
                      code.text("hi").ic("call_data_append").perform();
                    })
                .export("canister_query get", code -> code.load(0).replyLong()));

    assertThat(harness.query(caller, "go", Bytes.EMPTY))
        .isInstanceOfSatisfying(
            QueryOutcome.Reply.class,
            outcome -> {
              assertThat(outcome.reply().get(0)).isEqualTo((byte) 2);
              assertThat(outcome.reply().toUtf8()).endsWith("hi");
            });
    assertThat(number(caller, "get")).isEqualTo((byte) 0);
  }

  /// The canister counts in its memory: 1 for the query, 10 for a callback, 100 for a cleanup.
  private CanisterModule counting(Bytes callee, boolean cleanupTraps) {
    CanisterModule module = new CanisterModule();
    int falls =
        module.callback(
            code -> {
              add(code, 10);
              code.trap("fallen");
            });
    int cleans =
        module.callback(
            code -> {
              add(code, 100);
              if (cleanupTraps) {
                code.trap("not clean");
              }
            });
    int replies = module.callback(code -> code.append(0, 8).reply());
    return module
        .export(
            "canister_composite_query twice",
            code -> {
              add(code, 1);
              code.callNew(callee, "echo", falls, falls);
              code.i32(cleans).i32(0).ic("call_on_cleanup").perform();
              code.callNew(callee, "echo", replies, replies).perform();
            })
        .export(
            "canister_composite_query once",
            code -> {
              code.callNew(callee, "echo", falls, falls);
              code.i32(cleans).i32(0).ic("call_on_cleanup").perform();
            });
  }

  private static void add(CanisterModule.Code code, int amount) {
    for (int i = 0; i < amount; i++) {
      code.increment(0);
    }
  }

  @Test
  void whatAFailedCallbackOfACompositeQueryDidIsUndoneButNotItsCleanup() {
    Principal callee = harness.deploy(echoing());
    Principal caller = harness.deploy(counting(callee.bytes(), false));

    assertThat(number(caller, "twice")).isEqualTo((byte) 101);
    assertRejected(
        harness.query(caller, "once", Bytes.EMPTY), ErrorCode.CANISTER_CALLED_TRAP, "'fallen'");
  }

  @Test
  void aFailedCleanupOfACompositeQueryIsUndoneToo() {
    Principal callee = harness.deploy(echoing());
    Principal caller = harness.deploy(counting(callee.bytes(), true));

    assertThat(number(caller, "twice")).isEqualTo((byte) 1);
    assertRejected(
        harness.query(caller, "once", Bytes.EMPTY),
        ErrorCode.CANISTER_CALLED_TRAP,
        """
        'fallen'

        call_on_cleanup also failed:

        Canister called `ic0.trap` with message: 'not clean'\
        """);
  }

  @Test
  void aCompositeQueryThatCallsItselfForEverIsTooDeep() {
    Principal self = Principal.ofCanisterIndex(100 + harness.state().nextCanisterIndex());
    CanisterModule module = new CanisterModule();
    int done = module.callback(code -> code.replyText("done"));
    Principal id =
        harness.deploy(
            module.export(
                "canister_composite_query go",
                code -> code.callNew(self.bytes(), "go", done, done).perform()));

    assertRejected(
        harness.query(id, "go", Bytes.EMPTY),
        ErrorCode.QUERY_CALL_GRAPH_TOO_DEEP,
        "Composite query calls exceeded the maximum call depth.");
  }

  /// Canisters 0 to 5 call the next one, canister 6 answers: nothing may call from there.
  @Test
  void aCompositeQueryReachesSixCallsDeep() {
    Principal last = harness.deploy(echoing());
    Principal next = last;
    for (int i = 0; i < 6; i++) {
      next = harness.deploy(forwarding(next));
    }

    assertThat(harness.query(next, "echo", Bytes.EMPTY)).isInstanceOf(QueryOutcome.Reply.class);
    assertRejected(
        harness.query(harness.deploy(forwarding(next)), "echo", Bytes.EMPTY),
        ErrorCode.QUERY_CALL_GRAPH_TOO_DEEP,
        "Composite query calls exceeded the maximum call depth.");
  }

  private static CanisterModule forwarding(Principal callee) {
    CanisterModule module = new CanisterModule();
    int reply = module.callback(CanisterModule.Code::echo);
    return module.export(
        "canister_composite_query echo",
        code -> code.callNew(callee.bytes(), "echo", reply, reply).perform());
  }

  /// Asks a method of another canister and replies its reject message.
  private String rejectOf(String method) {
    Principal callee = harness.deploy(echoing());
    CanisterModule module = new CanisterModule();
    int reject =
        module.callback(
            code -> {
              code.i32(64).i32(0).ic("msg_reject_msg_size").ic("msg_reject_msg_copy");
              code.i32(64).ic("msg_reject_msg_size").ic("msg_reply_data_append").reply();
            });
    Principal caller =
        harness.deploy(
            module.export(
                "canister_composite_query ask",
                code -> code.callNew(callee.bytes(), method, reject, reject).perform()));
    return ((QueryOutcome.Reply) harness.query(caller, "ask", Bytes.EMPTY))
        .reply()
        .toUtf8()
        .replace(callee.toString(), "X");
  }

  @Test
  void callersLearnWhyAQueryWasRejected() {
    assertThat(rejectOf("refuse")).isEqualTo("no thanks");
    assertThat(rejectOf("silent")).isEqualTo("No response");
    assertThat(rejectOf("fall"))
        .startsWith(
            "IC0503: Error from Canister X: Canister called `ic0.trap` with message: 'over'");
    assertThat(rejectOf("missing"))
        .startsWith("IC0536: Error from Canister X: Canister has no query method 'missing'.");
  }
}
