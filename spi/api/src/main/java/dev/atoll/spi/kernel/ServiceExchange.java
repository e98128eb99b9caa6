package dev.atoll.spi.kernel;

import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/// Puts another service in place of one that a bundle uses, where stand-ins alone cannot: the
/// bundle holds objects that the service made, and they have to be made anew, or their state has to
/// go over.
///
/// The user of the service exports it, and says by [#serviceType] which service it is about. When
/// an operator swaps a bundle that provides this service, the kernel starts the new one beside the
/// old one and calls, each from one thread at a time:
///
/// 1. [#prepare], while the old service works on;
/// 2. [#exchange], which makes the new one work;
/// 3. [#awaitRelease], before the bundle of the old one is stopped.
///
/// When the health of the node turns bad after the exchange, the same three lead back to the old
/// service. [#abandon] ends what was prepared and will not be exchanged, also while one of the
/// others is still running and does not return.
///
/// @param <T> the type of the service
@ConsumerType
public interface ServiceExchange<T> {

  /// The class of `T`; always the same answer.
  Class<T> serviceType();

  /// Makes ready to use `next`, as far as that goes beside the work: compiles, copies ahead,
  /// compares.
  ///
  /// @param next started, and registered nowhere yet
  /// @throws SwapRefusedException if `next` must not take over; the message says why
  /// @throws Exception if it failed
  void prepare(T next, ExchangePlan plan) throws Exception;

  /// Uses what [#prepare] was given, and nothing of the old service for new work. Callers of the
  /// bundle wait meanwhile, if they notice at all.
  ///
  /// @param commit to be run once, when the state is durable with the new service, and before
  ///     anything works on it: a process that dies before that starts with the old service, one
  ///     that dies afterwards with the new one. If it throws, the old service goes on
  /// @throws Exception if it failed: the old service goes on as if nothing had been
  void exchange(Commit commit) throws Exception;

  /// How long [#exchange] may take before it is given up. Callers of this bundle may wait so long.
  default Duration exchangeLimit() {
    return Duration.ofSeconds(5);
  }

  /// Waits until nothing of the old service is used any more, such as code of a call that goes on.
  ///
  /// @return whether that is so
  boolean awaitRelease(Duration limit) throws InterruptedException;

  /// Gives up what was prepared; the present service goes on. Does nothing if nothing was prepared,
  /// or if the exchange was committed.
  void abandon();

  /// Makes an exchange permanent.
  @FunctionalInterface
  interface Commit {

    /// @param settings keys that the section of this bundle has from now on, at every start
    /// @throws Exception if it could not be written
    void durable(Map<String, ?> settings) throws Exception;
  }
}
