package dev.atoll.kernel.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.kernel.inject.PluginScope.State;
import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.kernel.inject.toy.api.Journal;
import dev.atoll.kernel.inject.toy.api.Tally;
import dev.atoll.spi.gateway.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/// Exchanges toy bundles as the launcher does.
@Timeout(60)
final class SwapPortTest {

  @TempDir private Path directory;

  private final List<String> journal = new CopyOnWriteArrayList<>();

  private @Nullable Toys open;

  @AfterEach
  void closeFramework() throws Exception {
    if (open != null) {
      open.shutDown();
    }
  }

  private Toys toys(Journal hook) throws Exception {
    Toys toys = new Toys(directory, Map.of());
    open = toys;
    Journal noting =
        event -> {
          journal.add(event);
          hook.note(event);
        };
    toys.context().registerService(Journal.class, noting, null);
    return toys;
  }

  @SuppressWarnings("unchecked") // the extender registers exactly this type
  private static Map<String, Object> operate(
      Toys toys, String operation, Map<String, Object> arguments) {
    return ((BiFunction<String, Map<String, Object>, Map<String, Object>>)
            toys.service(BiFunction.class))
        .apply(operation, arguments);
  }

  /// Starts a bundle whose services are held back.
  private static Bundle standby(Toys toys, String toy, String symbolicName) throws Exception {
    Bundle bundle = toys.install(toy, symbolicName);
    operate(toys, "standby", Map.of("bundle", bundle.getBundleId()));
    bundle.start();
    return bundle;
  }

  private static Map<String, Object> await(Toys toys, Bundle bundle) {
    return operate(
        toys, "await", Map.of("bundle", bundle.getBundleId(), "limit", Duration.ofSeconds(10)));
  }

  private static Map<String, Object> prepare(
      Toys toys, Bundle from, Bundle to, Class<?> type, int rounds) {
    return operate(
        toys,
        "prepare",
        Map.of(
            "from",
            from.getBundleId(),
            "to",
            to.getBundleId(),
            "type",
            type.getName(),
            "rounds",
            rounds,
            "limit",
            Duration.ofSeconds(10)));
  }

  private Map<String, Object> exchange(Toys toys) {
    Runnable undecided = () -> journal.add("undecided");
    Consumer<Object> commit = settings -> journal.add("committed");
    return operate(toys, "exchange", Map.of("undecided", undecided, "commit", commit));
  }

  @Test
  void aServiceWithoutAStateIsThereAllTheTime() throws Exception {
    Toys toys = toys(event -> {});
    Bundle old = toys.start("greeter");
    toys.await("greeter", State.UP);
    Bundle successor = standby(toys, "greeter", "greeter-2");

    assertThat(await(toys, successor)).isEmpty();
    assertThat(toys.context().getServiceReferences(Greeter.class, null)).hasSize(1);
    assertThat(prepare(toys, old, successor, Greeter.class, 0)).containsKey("limit");
    assertThat(exchange(toys)).isEmpty();

    assertThat(toys.context().getServiceReferences(Greeter.class, null))
        .singleElement()
        .satisfies(service -> assertThat(service.getBundle()).isEqualTo(successor));
    assertThat(journal).contains("committed");
  }

  @Test
  void onlyWhoTakesOverWarmsUpAndNeedNotSucceed() throws Exception {
    Toys toys = toys(event -> {});
    toys.start("greeter");
    toys.await("greeter", State.UP);

    assertThat(await(toys, standby(toys, "greeter", "greeter-2"))).isEmpty();

    assertThat(journal).containsExactly("greeter starts", "greeter warms up", "greeter starts");
  }

  @Test
  void onlyEnginesRunInTheShadow() throws Exception {
    Toys toys = toys(event -> {});
    Bundle old = toys.start("greeter");
    toys.await("greeter", State.UP);
    Bundle successor = standby(toys, "greeter", "greeter-2");
    await(toys, successor);

    assertThat(prepare(toys, old, successor, Greeter.class, 5))
        .isEqualTo(
            Map.of(
                "refused",
                "services of type %s cannot run in the shadow of another one: only engines can"
                    .formatted(Greeter.class.getName())));
  }

  @Test
  void aBundleThatDoesNotStartIsNotStandingBy() throws Exception {
    Toys toys = toys(event -> {});

    Bundle failing = standby(toys, "failing", "failing");

    assertThat(await(toys, failing))
        .isEqualTo(Map.of("failed", "java.io.IOException: disk is on fire"));
  }

  @Test
  void aStateGoesOver() throws Exception {
    Toys toys = toys(event -> {});
    Bundle old = toys.start("tally");
    toys.await("tally", State.UP);
    toys.service(Tally.class).add();
    toys.service(Tally.class).add();
    Bundle successor = standby(toys, "tally", "tally-2");
    await(toys, successor);

    prepare(toys, old, successor, Tally.class, 0);
    assertThat(exchange(toys)).isEmpty();

    assertThat(toys.service(Tally.class).add()).isEqualTo(3);
    assertThat(journal)
        .containsSubsequence("undecided", "tally rests", "tally imports 2", "committed");
  }

  @Test
  void aStateThatCannotGoOverStaysWhereItWorks() throws Exception {
    Toys toys =
        toys(
            event -> {
              if (event.startsWith("tally imports")) {
                throw new IllegalStateException("the disk is full");
              }
            });
    Bundle old = toys.start("tally");
    toys.await("tally", State.UP);
    toys.service(Tally.class).add();
    Bundle successor = standby(toys, "tally", "tally-2");
    await(toys, successor);

    prepare(toys, old, successor, Tally.class, 0);

    assertThat(exchange(toys)).isEqualTo(Map.of("failed", "the disk is full"));
    assertThat(toys.service(Tally.class).add()).isEqualTo(2);
    assertThat(journal).doesNotContain("committed");
  }

  @Test
  void aHandOverThatHangsIsGivenUpAndTheOldOneGoesOn() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Toys toys =
        toys(
            event -> {
              if (event.startsWith("tally imports")) {
                inside.countDown();
                awaitQuietly(release);
              }
            });
    Bundle old = toys.start("tally");
    toys.await("tally", State.UP);
    toys.service(Tally.class).add();
    Bundle successor = standby(toys, "tally", "tally-2");
    await(toys, successor);
    prepare(toys, old, successor, Tally.class, 0);
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> answer.complete(exchange(toys)));
    awaitQuietly(inside);

    operate(toys, "abandon", Map.of());

    assertThat(toys.service(Tally.class).add()).isEqualTo(2);
    release.countDown();
    assertThat(answer.get(10, TimeUnit.SECONDS))
        .isEqualTo(Map.of("failed", "the swap was given up"));
    assertThat(toys.service(Tally.class).add()).isEqualTo(3);
    assertThat(journal).doesNotContain("committed");
  }

  /// Who is well is not known before the exchange is over.
  @Test
  void aGatewayAcceptsUntilTheNodeIsWellWithTheNextOne() throws Exception {
    Toys toys = toys(event -> {});
    Bundle old = toys.start("door");
    toys.await("door", State.UP);
    Bundle successor = standby(toys, "door", "door-2");
    await(toys, successor);

    prepare(toys, old, successor, Gateway.class, 0);
    assertThat(exchange(toys)).isEmpty();
    assertThat(journal).containsExactly("door accepts", "door-2 accepts", "committed");

    assertThat(operate(toys, "release", Map.of("limit", Duration.ofSeconds(10))))
        .isEqualTo(Map.of("released", true));
    assertThat(journal).endsWith("door drains");
  }

  @Test
  void aGatewayToWhichTheNodeGoesBackHasNeverCeasedToAccept() throws Exception {
    Toys toys = toys(event -> {});
    Bundle old = toys.start("door");
    toys.await("door", State.UP);
    Bundle successor = standby(toys, "door", "door-2");
    await(toys, successor);
    prepare(toys, old, successor, Gateway.class, 0);
    assertThat(exchange(toys)).isEmpty();

    prepare(toys, successor, old, Gateway.class, 0);
    assertThat(exchange(toys)).isEmpty();
    operate(toys, "release", Map.of("limit", Duration.ofSeconds(10)));

    assertThat(toys.context().getAllServiceReferences(Gateway.class.getName(), null))
        .singleElement()
        .satisfies(service -> assertThat(service.getBundle()).isEqualTo(old));
    assertThat(journal)
        .containsExactly(
            "door accepts", "door-2 accepts", "committed", "committed", "door-2 drains");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
