package dev.atoll.kernel.inject;

import dev.atoll.spi.gateway.Gateway;
import dev.atoll.spi.kernel.ExchangePlan;
import dev.atoll.spi.kernel.ServiceExchange;
import dev.atoll.spi.kernel.SwapRefusedException;
import dev.atoll.spi.kernel.Swappable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/// Exchanges one started bundle for another, for the launcher, in words of `java.*`.
///
/// An operation has a name and arguments; it answers with an empty map, or with `refused` or
/// `failed` and a text. One swap at a time; only `abandon` may come while another operation runs.
///
/// | operation | arguments | does |
/// |---|---|---|
/// | `standby` | `bundle` | has the bundle hold back its services when it is started next |
/// | `await` | `bundle`, `limit` | waits until it has started |
/// | `prepare` | `from`, `to`, `type`, `rounds`, `limit`, `progress` | see [Takeover]; answers |
/// | | | with the `limit` of the exchange |
/// | `exchange` | `undecided`, `commit` | see [Takeover] |
/// | `release` | `limit` | answers with `released` |
/// | `abandon` | | see [Takeover]; answers with `abandoned` |
/// | `end` | | forgets the swap |
/// | `measure` | `kind`, `outcome`, `micros` | counts a swap that has ended |
final class SwapPort implements BiFunction<String, Map<String, Object>, Map<String, Object>> {

  private final BundleContext context;

  private final LiveScopes scopes;

  private volatile @Nullable Takeover takeover;

  private final Consumer<Map<String, Object>> measure;

  /// @param measure is told of each swap that has ended
  SwapPort(BundleContext context, LiveScopes scopes, Consumer<Map<String, Object>> measure) {
    this.context = context;
    this.scopes = scopes;
    this.measure = measure;
  }

  @Override
  public Map<String, Object> apply(String operation, Map<String, Object> arguments) {
    try {
      return switch (operation) {
        case "standby" -> {
          scopes.standby().add(number(arguments, "bundle"));
          yield Map.of();
        }
        case "await" -> await(arguments);
        case "prepare" -> prepare(arguments);
        case "exchange" -> exchange(arguments);
        case "release" -> {
          boolean released = current().awaitRelease(duration(arguments));
          yield Map.of("released", released);
        }
        case "abandon" -> abandon();
        case "end" -> {
          takeover = null; // and with it what keeps the old bundle in memory
          yield Map.of();
        }
        case "measure" -> {
          measure.accept(arguments);
          yield Map.of();
        }
        default -> throw new IllegalArgumentException("no operation " + operation);
      };
    } catch (SwapRefusedException e) {
      return Map.of("refused", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Map.of("failed", "it was interrupted");
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      return Map.of("failed", Failures.explain(e));
    }
  }

  private Map<String, Object> await(Map<String, Object> arguments) throws InterruptedException {
    Optional<String> failure =
        scopes.of(bundle(arguments, "bundle")).awaitStandby(duration(arguments));
    return failure.<Map<String, Object>>map(why -> Map.of("failed", why)).orElse(Map.of());
  }

  private Map<String, Object> prepare(Map<String, Object> arguments) throws Exception {
    PluginScope old = scopes.of(bundle(arguments, "from"));
    PluginScope successor = scopes.of(bundle(arguments, "to"));
    Takeover chosen = choose(old, successor, text(arguments, "type"));
    takeover = chosen;
    Consumer<String> progress =
        arguments.get("progress") instanceof Consumer<?> consumer
            ? line -> tell(consumer, line)
            : line -> {};
    chosen.prepare(
        new ExchangePlan(
            Math.toIntExact(number(arguments, "rounds")), duration(arguments), progress));
    return Map.of("limit", chosen.exchangeLimit());
  }

  @SuppressWarnings("unchecked") // the launcher gives a consumer of texts
  private static void tell(Consumer<?> consumer, String line) {
    ((Consumer<Object>) consumer).accept(line);
  }

  @SuppressWarnings("unchecked") // both have the same class of state, or prepare refuses
  private Takeover choose(PluginScope old, PluginScope successor, String type)
      throws SwapRefusedException {
    if (type.equals(Gateway.class.getName())) {
      return new GatewayTakeover(old, successor);
    }
    List<ServiceReference<?>> users = users(type);
    if (users.size() > 1) {
      throw new SwapRefusedException(
          "%d bundles exchange %s, at most 1 allowed".formatted(users.size(), type));
    }
    for (ServiceReference<?> user : users) {
      return new UserTakeover(
          old,
          successor,
          type,
          user.getBundle().getSymbolicName(),
          (ServiceExchange<Object>)
              Objects.requireNonNull(context.getService(user), "it was there"));
    }
    return old.exports().service(type) instanceof Swappable<?> state
            && successor.exports().service(type) instanceof Swappable<?> empty
        ? new StateTakeover(old, successor, (Swappable<Object>) state, (Swappable<Object>) empty)
        : new PlainTakeover(old, successor, type);
  }

  private List<ServiceReference<?>> users(String type) {
    List<ServiceReference<?>> users = new ArrayList<>();
    try {
      for (ServiceReference<?> reference :
          context.getServiceReferences(ServiceExchange.class, null)) {
        if (context.getService(reference) instanceof ServiceExchange<?> exchange
            && exchange.serviceType().getName().equals(type)) {
          users.add(reference);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    return users;
  }

  private Map<String, Object> exchange(Map<String, Object> arguments) throws Exception {
    @SuppressWarnings("unchecked") // the launcher gives exactly this
    Consumer<Map<String, Map<String, Object>>> commit =
        (Consumer<Map<String, Map<String, Object>>>)
            Objects.requireNonNull(arguments.get("commit"), "commit");
    Runnable undecided = (Runnable) Objects.requireNonNull(arguments.get("undecided"), "undecided");
    Takeover chosen = current();
    chosen.exchange(
        new Takeover.Commit() {
          @Override
          public void undecided() {
            undecided.run();
          }

          @Override
          public void durable(Map<String, Map<String, Object>> settings) {
            commit.accept(new HashMap<>(settings));
          }
        });
    scopes.upOrder().replace(chosen.from(), chosen.to());
    return Map.of();
  }

  private Map<String, Object> abandon() {
    @Nullable Takeover given = takeover;
    return Map.of("abandoned", given == null || given.abandon());
  }

  private Takeover current() {
    @Nullable Takeover chosen = takeover;
    if (chosen == null) {
      throw new IllegalStateException("no swap was prepared");
    }
    return chosen;
  }

  private Bundle bundle(Map<String, Object> arguments, String key) {
    return Objects.requireNonNull(context.getBundle(number(arguments, key)), key);
  }

  private static long number(Map<String, Object> arguments, String key) {
    return arguments.get(key) instanceof Number number ? number.longValue() : 0;
  }

  private static String text(Map<String, Object> arguments, String key) {
    return String.valueOf(arguments.get(key));
  }

  private static Duration duration(Map<String, Object> arguments) {
    return arguments.get("limit") instanceof Duration limit ? limit : Duration.ZERO;
  }
}
