package dev.atoll.kernel.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.kernel.inject.PluginScope.State;
import dev.atoll.kernel.inject.toy.api.Caller;
import dev.atoll.kernel.inject.toy.api.Greeter;
import dev.atoll.kernel.inject.toy.api.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;

@Timeout(60)
final class ExtenderTest {

  @TempDir private Path directory;

  private final List<String> journal = new CopyOnWriteArrayList<>();

  private @Nullable Toys open;

  @AfterEach
  void closeFramework() throws Exception {
    if (open != null) {
      open.shutDown();
    }
  }

  @Test
  void aBundleComesUpWhenWhatItImportsIsThere() throws Exception {
    Toys toys = toys(Map.of());

    toys.start("caller");
    Map<String, Object> waiting = toys.await("caller", State.WAITING);
    toys.start("greeter");
    toys.await("caller", State.UP);

    assertThat(waiting.get("waits-for")).isEqualTo(List.of(Greeter.class.getName()));
    assertThat(toys.service(Caller.class).call("Ada")).isEqualTo("hello Ada from toy");
  }

  @Test
  void aSectionOfTheDistributionReachesTheBundle() throws Exception {
    Toys toys = toys(Map.of("greeter", Map.of("salutation", "good morning")));

    toys.start("greeter");
    toys.await("greeter", State.UP);

    assertThat(toys.service(Greeter.class).greet("Ada")).startsWith("good morning Ada");
  }

  @Test
  void aWrongSectionFailsTheBundleWithTheKeyThatWasMeant() throws Exception {
    Toys toys = toys(Map.of("greeter", Map.of("salutaton", "good morning")));

    toys.start("greeter");

    assertThat(toys.await("greeter", State.FAILED).get("cause"))
        .isEqualTo("greeter.salutaton is unknown, did you mean salutation?");
  }

  @Test
  void aSectionForABundleThatTakesNoneIsRefused() throws Exception {
    Toys toys = toys(Map.of("caller", Map.of("speed", 1)));

    toys.start("caller");

    assertThat(toys.await("caller", State.FAILED).get("cause"))
        .isEqualTo("caller takes no configuration, found: speed");
  }

  @Test
  void aCallWaitsWhileItsProviderIsAway() throws Exception {
    Toys toys = toys(Map.of());
    Bundle greeter = toys.start("greeter");
    toys.start("caller");
    toys.await("caller", State.UP);
    Caller caller = toys.service(Caller.class);
    greeter.stop();

    CompletableFuture<String> call = new CompletableFuture<>();
    awaitBlocked(background(() -> call.complete(caller.call("Ada"))));
    greeter.start();

    assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo("hello Ada from toy");
  }

  @Test
  void aCallGivesUpWhenNoProviderComes() throws Exception {
    Toys toys = toys(Map.of());
    Bundle greeter = toys.start("greeter");
    toys.start("caller");
    toys.await("caller", State.UP);
    Caller caller = toys.service(Caller.class);
    greeter.stop();

    assertThatThrownBy(() -> caller.call("Ada"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "no service %s for Greeter.greet() of bundle caller within 5 s"
                .formatted(Greeter.class.getName()));
  }

  @Test
  void aProviderThatStopsWaitsForTheCallsInFlight() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Toys toys =
        toys(
            Map.of(),
            event -> {
              if (event.startsWith("greet ")) {
                inside.countDown();
                await(release);
                journal.add("greeted");
              }
            });
    Bundle greeter = toys.start("greeter");
    toys.start("caller");
    toys.await("caller", State.UP);
    Caller caller = toys.service(Caller.class);

    CompletableFuture<String> call = new CompletableFuture<>();
    background(() -> call.complete(caller.call("Ada")));
    await(inside);
    Thread stop = background(() -> stop(greeter));
    awaitBlocked(stop);
    release.countDown();

    assertThat(call.get(10, TimeUnit.SECONDS)).startsWith("hello Ada");
    assertThat(stop.join(Toys.LIMIT)).isTrue();
    assertThat(journal).containsSubsequence("greeted", "greeter stops");
  }

  @Test
  void aCallThatStopsItsOwnProviderDoesNotWaitForItself() throws Exception {
    CompletableFuture<Bundle> provider = new CompletableFuture<>();
    Toys toys =
        toys(
            Map.of(),
            event -> {
              if (event.startsWith("greet ")) {
                stop(provider.join());
              }
            });
    provider.complete(toys.start("greeter"));
    toys.start("caller");
    toys.await("caller", State.UP);

    long begin = System.nanoTime();
    toys.service(Caller.class).call("Ada");

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isLessThan(ServiceProxy.DRAIN_LIMIT.dividedBy(2));
  }

  @Test
  void aFailedStartSaysWhyAndLeavesNothingBehind() throws Exception {
    Toys toys = toys(Map.of());

    toys.start("failing");
    Map<String, Object> failed = toys.await("failing", State.FAILED);

    assertThat(failed.get("cause")).isEqualTo("java.io.IOException: disk is on fire");
    assertThat(journal)
        .containsExactly("first starts", "second starts", "second stops", "first stops");
    assertThat(toys.context().getServiceReference(Caller.class)).isNull();
  }

  @Test
  void aFailedBundleTriesAgainWhenItsImportsChange() throws Exception {
    Toys toys = toys(Map.of());
    toys.start("failing");
    toys.await("failing", State.FAILED);

    register(toys, event -> {});

    toys.await("failing", State.STARTING);
    toys.await("failing", State.FAILED);
  }

  @Test
  void aMissingBindingIsExplainedInALine() throws Exception {
    Toys toys = toys(Map.of());

    toys.start("broken");

    assertThat(String.valueOf(toys.await("broken", State.FAILED).get("cause")))
        .startsWith("No implementation for " + Greeter.class.getName() + " was bound.")
        .endsWith("It is needed by dev.atoll.kernel.inject.toy.broken.BrokenModule$Needy")
        .doesNotContain("class file")
        .hasLineCount(1);
  }

  @Test
  void anImportThatTheManifestDoesNotStateIsRefused() throws Exception {
    Toys toys = toys(Map.of());

    toys.start("sloppy");

    assertThat(toys.await("sloppy", State.FAILED).get("cause"))
        .isEqualTo(
            ("sloppy imports %s without stating it: add @RequiresService(Greeter.class) to its"
                    + " module")
                .formatted(Greeter.class.getName()));
  }

  @Test
  void aWatcherIsToldOfServicesThatComeAndGo() throws Exception {
    Toys toys = toys(Map.of());
    toys.start("watcher");
    toys.await("watcher", State.UP);

    Bundle greeter = toys.start("greeter");
    toys.await("greeter", State.UP);
    greeter.stop();

    assertThat(journal)
        .containsSubsequence(
            "watcher finds greeter 0.0.0", "watcher hears hello Bob from toy", "greeter stops");
  }

  @Test
  void aWatcherThatComesLateIsToldOfWhatIsThereAndLetsGoBeforeItEnds() throws Exception {
    Toys toys = toys(Map.of());
    toys.start("greeter");
    toys.await("greeter", State.UP);

    Bundle watcher = toys.start("watcher");
    toys.await("watcher", State.UP);
    watcher.stop();

    assertThat(journal)
        .containsSubsequence("watcher finds greeter 0.0.0", "watcher hears hello Bob from toy");
  }

  @Test
  void aWatcherThatThrowsHarmsNobody() throws Exception {
    Toys toys =
        toys(
            Map.of(),
            event -> {
              if (event.startsWith("watcher finds")) {
                throw new IllegalStateException("not this one");
              }
            });
    toys.start("watcher");
    toys.await("watcher", State.UP);

    Bundle greeter = toys.start("greeter");
    toys.await("greeter", State.UP);
    greeter.stop();

    assertThat(journal).noneMatch(event -> event.startsWith("watcher hears"));
  }

  @Test
  void callersEndBeforeTheirProviders() throws Exception {
    Toys toys = toys(Map.of());
    toys.start("caller");
    toys.start("greeter");
    toys.await("caller", State.UP);

    toys.stopExtender();

    assertThat(journal).containsSubsequence("caller closes", "greeter stops");
  }

  @Test
  void healthChecksAreAskedForTheLauncher() throws Exception {
    Toys toys = toys(Map.of());
    toys.start("greeter");
    toys.await("greeter", State.UP);

    Object report = toys.service(Supplier.class).get();

    assertThat(report)
        .isEqualTo(
            List.of(
                Map.of(
                    "bundle", "greeter", "status", "UP", "detail", "polite", "facts", Map.of())));
  }

  private Toys toys(Map<String, Map<String, Object>> config) throws Exception {
    return toys(config, event -> {});
  }

  private Toys toys(Map<String, Map<String, Object>> config, Journal hook) throws Exception {
    Toys toys = new Toys(directory, config);
    open = toys;
    register(toys, hook);
    return toys;
  }

  private ServiceRegistration<Journal> register(Toys toys, Journal hook) {
    Journal journal =
        event -> {
          this.journal.add(event);
          hook.note(event);
        };
    return toys.context().registerService(Journal.class, journal, null);
  }

  private static Thread background(Runnable work) {
    return Thread.ofPlatform().daemon().start(work);
  }

  /// Returns when `thread` waits for something; a thread that ends without waiting is an error.
  private static void awaitBlocked(Thread thread) {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      assertThat(thread.isAlive()).as("the thread still runs").isTrue();
      Thread.onSpinWait();
    }
  }

  private static void stop(Bundle bundle) {
    try {
      bundle.stop();
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
