package dev.atoll.replica.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.replica.execution.InstallResult;
import dev.atoll.replica.execution.QueryOutcome;
import dev.atoll.replica.state.CanisterChange.InstallMode;
import dev.atoll.replica.state.IngressStatus;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.replica.testing.CanisterHarness;
import dev.atoll.replica.testing.CanisterModule;
import dev.atoll.replica.tree.StateTree;
import dev.atoll.spi.canister.CanisterCode;
import dev.atoll.spi.canister.CanisterContext;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cycles;
import dev.atoll.types.ErrorCode;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import dev.atoll.wasm.ValidatedModule;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeCanisterTest {

  /// The first canister of a harness.
  private static final Principal TOY = Principal.ofCanisterIndex(100);

  private final AtomicReference<CanisterContext> kept = new AtomicReference<>();

  private final NativeCodes codes = codes("1.0.0");

  private final CanisterHarness harness = deployed();

  @AfterEach
  void close() {
    harness.close();
  }

  private NativeCodes codes(String version) {
    TreeMap<Principal, CanisterCode> byCanister = new TreeMap<>();
    byCanister.put(TOY, Toy.code(version, kept));
    return NativeCodes.of(byCanister);
  }

  private static ValidatedModule placed(NativeCodes codes) {
    return Objects.requireNonNull(codes.byCanister().get(TOY), "it is there").module();
  }

  private static Bytes module(NativeCodes codes) {
    return placed(codes).uploaded();
  }

  private CanisterHarness deployed() {
    CanisterHarness made = new CanisterHarness(CostSchedule.NORMAL, codes);
    assertThat(made.create()).isEqualTo(TOY);
    InstallResult result =
        made.install(TOY, module(codes), InstallMode.INSTALL, Bytes.ofUtf8("argument"));
    assertThat(result).isInstanceOf(InstallResult.Success.class);
    made.publish(new TreeSet<>());
    return made;
  }

  private static Bytes number(long value) {
    byte[] bytes = new byte[8];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return Bytes.wrap(bytes);
  }

  private Bytes query(String method) {
    QueryOutcome outcome = harness.query(TOY, method, Bytes.EMPTY);
    if (outcome instanceof QueryOutcome.Reply reply) {
      return reply.reply();
    }
    throw new AssertionError(outcome.toString());
  }

  private IngressStatus.Rejected rejection(String method, Bytes arg) {
    IngressStatus status = harness.call(TOY, method, arg);
    assertThat(status).isInstanceOf(IngressStatus.Rejected.class);
    return (IngressStatus.Rejected) status;
  }

  private IngressStatus.Rejected rejection(String method) {
    return rejection(method, Bytes.EMPTY);
  }

  @Test
  void callsAndQueriesWorkOnTheStableMemory() {
    assertThat(harness.reply(TOY, "inc").toUtf8()).isEqualTo("1");
    assertThat(harness.reply(TOY, "inc").toUtf8()).isEqualTo("2");
    assertThat(query("get")).isEqualTo(number(2));
    assertThat(query("arg-size")).isEqualTo(number(8));
  }

  @Test
  void itIsInstalledAsAModuleThatNamesIt() {
    assertThat(module(codes)).isEqualTo(NativeModule.of(Toy.code("1.0.0")));
    assertThat(module(codes("1.0.1"))).isNotEqualTo(module(codes));
    assertThat(placed(codes).customSection("candid:service").orElseThrow().content().toUtf8())
        .isEqualTo("service : { inc : () -> (nat64) }");
  }

  @Test
  void itKnowsItselfAndItsCaller() {
    assertThat(harness.reply(TOY, "who")).isEqualTo(CanisterHarness.USER.bytes());
    assertThat(harness.reply(TOY, "self")).isEqualTo(TOY.bytes());
  }

  @Test
  void largeDataGoesThroughInParts() {
    byte[] large = new byte[1_900_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 + (i >> 9));
    }

    assertThat(harness.reply(TOY, "echo", Bytes.wrap(large))).isEqualTo(Bytes.wrap(large));
  }

  @Test
  void aTrapIsRolledBackAndItsTextReachesTheCaller() {
    harness.reply(TOY, "inc");

    IngressStatus.Rejected rejected = rejection("trap");

    assertThat(rejected.errorCode()).isEqualTo(ErrorCode.CANISTER_CALLED_TRAP);
    assertThat(rejected.message()).contains("on purpose");
    assertThat(query("get")).isEqualTo(number(1));
    assertThat(harness.canister(TOY).log().entries()).isNotEmpty();
  }

  @Test
  void anExceptionIsATrapThatNamesItsClassAlone() {
    harness.reply(TOY, "inc");

    IngressStatus.Rejected rejected = rejection("throw");

    assertThat(rejected.message())
        .contains("native code threw java.lang.IllegalArgumentException")
        .doesNotContain("may differ");
    assertThat(query("get")).isEqualTo(number(1));
  }

  @Test
  void rulesOfTheSystemApiHoldWithTheirTexts() {
    assertThat(rejection("refuse").message()).isEqualTo("no thanks");
    assertThat(rejection("silent").errorCode()).isEqualTo(ErrorCode.CANISTER_DID_NOT_REPLY);
    assertThat(rejection("outside").message()).contains("stable memory out of bounds");
    assertThat(rejection("far").errorCode()).isEqualTo(ErrorCode.CANISTER_TRAPPED);
    assertThat(rejection("nonsense").errorCode()).isEqualTo(ErrorCode.CANISTER_METHOD_NOT_FOUND);
    assertThat(rejection("certify", Bytes.wrap(new byte[33])).errorCode())
        .isEqualTo(ErrorCode.CANISTER_CONTRACT_VIOLATION);
  }

  @Test
  void instructionsRunOut() {
    assertThat(rejection("endless").errorCode())
        .isEqualTo(ErrorCode.CANISTER_INSTRUCTION_LIMIT_EXCEEDED);
    assertThat(rejection("charge").errorCode())
        .isEqualTo(ErrorCode.CANISTER_INSTRUCTION_LIMIT_EXCEEDED);
    assertThat(query("get")).isEqualTo(number(0));
  }

  @Test
  void instructionsArePaidFor() {
    Cycles before = harness.canister(TOY).cycles();

    harness.reply(TOY, "inc");

    assertThat(harness.canister(TOY).cycles()).isLessThan(before);
  }

  @Test
  void codeCannotGoOnAfterAFault() {
    assertThat(rejection("swallow").message()).contains("stable memory out of bounds");
    assertThat(query("get")).isEqualTo(number(0));
  }

  @Test
  void aContextEndsWithItsExecution() {
    harness.reply(TOY, "keep");

    assertThatThrownBy(() -> kept.get().timeNanos())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the execution has ended: a context cannot be kept");
  }

  @Test
  void queriesSeeTheirSnapshotAndLeaveNothing() {
    harness.reply(TOY, "inc");

    assertThat(query("change")).isEqualTo(number(4711));
    assertThat(query("get")).isEqualTo(number(1));
  }

  @Test
  void certifiedDataIsSetAndItsCertificateRead() {
    Bytes data = Bytes.wrap(Hashes.sha256(new byte[] {1}));

    harness.reply(TOY, "certify", data);

    assertThat(harness.canister(TOY).certifiedData()).isEqualTo(data);
    assertThat(query("certificate")).isEqualTo(CanisterHarness.CERTIFICATE);
  }

  @Test
  void timersAndHeartbeatsEnterIt() {
    harness.reply(TOY, "alarm");
    harness.round();
    assertThat(query("get")).isEqualTo(number(10_000));

    harness.reply(TOY, "beat");
    harness.round();
    assertThat(query("get")).isEqualTo(number(11_000));
  }

  @Test
  void messagesAreInspected() {
    assertThat(harness.inspect(TOY, "inc", Bytes.EMPTY)).isInstanceOf(QueryOutcome.Reply.class);
    assertThat(harness.inspect(TOY, "echo", Bytes.EMPTY)).isInstanceOf(QueryOutcome.Reject.class);
  }

  private static Bytes target(Principal canister, String method) {
    return Bytes.concat(canister.bytes(), Bytes.ofUtf8(method));
  }

  @Test
  void itCallsWasmAndIsCalledByIt() {
    CanisterModule wasm = new CanisterModule();
    int reply = wasm.callback(CanisterModule.Code::echo);
    Principal caller =
        harness.deploy(
            wasm.export("canister_update echo", CanisterModule.Code::echo)
                .export("canister_update refuse", code -> code.reject("wasm says no"))
                .export(
                    "canister_update go",
                    code -> {
                      code.callNew(TOY.bytes(), "who", reply, reply);
                      code.perform();
                    }));

    assertThat(harness.reply(TOY, "go", target(caller, "echo")).toUtf8()).isEqualTo("payload");
    assertThat(harness.reply(TOY, "go", target(caller, "refuse")).toUtf8())
        .isEqualTo((1L << 40) + " 4 wasm says no");
    assertThat(harness.reply(caller, "go")).isEqualTo(caller.bytes());
  }

  @Test
  void cyclesTravelWithCalls() {
    assertThat(harness.reply(TOY, "go", target(TOY, "take")).toUtf8()).isEqualTo("3000000");
  }

  @Test
  void aCallbackThatTrapsIsRolledBackAndCleanedUpAfter() {
    IngressStatus.Rejected rejected = rejection("go-and-fall", target(TOY, "echo"));

    assertThat(rejected.message()).contains("in the callback");
    assertThat(query("get")).isEqualTo(number(77));
    assertThat(harness.canister(TOY).calls().isEmpty()).isTrue();
  }

  @Test
  void anUpgradeKeepsTheStableMemoryWithoutTheOldCode() {
    harness.reply(TOY, "inc");
    NativeCodes next = codes("1.1.0");
    try (CanisterHarness later = inheriting(next)) {
      InstallResult result = later.install(TOY, module(next), InstallMode.UPGRADE, Bytes.EMPTY);
      assertThat(result).isInstanceOf(InstallResult.Success.class);
      later.publish(new TreeSet<>());

      assertThat(later.reply(TOY, "inc").toUtf8()).isEqualTo("102");
    }
  }

  @Test
  void codeThatIsNotOnTheNodeStopsItAndIsNoTrap() {
    try (CanisterHarness without = inheriting(NativeCodes.NONE)) {
      assertThatThrownBy(() -> without.call(TOY, "inc"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("native code toy 1.0.0")
          .hasMessageContaining("start it with that version");
    }
  }

  /// A node with other code that goes on with the state of the canister.
  private CanisterHarness inheriting(NativeCodes others) {
    CanisterHarness made = new CanisterHarness(CostSchedule.NORMAL, others);
    made.create();
    made.canister(TOY).setStableMemory(harness.canister(TOY).stableMemory());
    made.canister(TOY).setExecution(harness.canister(TOY).execution());
    return made;
  }

  @Test
  void nobodyInstallsNativeCodeElsewhere() {
    Principal other = harness.create();

    InstallResult result = harness.install(other, module(codes), InstallMode.INSTALL, Bytes.EMPTY);

    assertThat(result)
        .isInstanceOfSatisfying(
            InstallResult.Failure.class,
            failure ->
                assertThat(failure.message())
                    .contains("native code (toy 1.0.0) that does not belong to"));
  }

  @Test
  void twoReplicasComeToTheSameState() {
    try (CanisterHarness other = deployed()) {
      for (CanisterHarness one : new CanisterHarness[] {harness, other}) {
        one.reply(TOY, "inc");
        one.call(TOY, "trap");
        one.call(TOY, "throw");
        one.reply(TOY, "certify", Bytes.ofUtf8("certified"));
        one.reply(TOY, "go", target(TOY, "take"));
      }

      assertThat(root(other)).isEqualTo(root(harness));
      assertThat(other.canister(TOY).cycles()).isEqualTo(harness.canister(TOY).cycles());
    }
  }

  private static Bytes root(CanisterHarness harness) {
    return new StateTree(harness.state().subnet()).rebuild(harness.state()).rootHash();
  }
}
