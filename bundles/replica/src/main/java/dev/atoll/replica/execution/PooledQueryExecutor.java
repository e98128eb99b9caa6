package dev.atoll.replica.execution;

import dev.atoll.types.ErrorCode;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Executes queries on pooled instances that follow the published state.
///
/// Callable from any thread; canister code runs on threads of its own, see [QueryThreads].
public final class PooledQueryExecutor implements QueryExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(PooledQueryExecutor.class);

  /// How often a query begins, when rounds change what it still needs.
  private static final int ATTEMPTS_MAX = 3;

  private final QueryPool pool;

  private final ExecutionCosts costs;

  private final ManagementQueries management;

  private final LongSupplier nanoTime;

  private final QueryThreads threads;

  /// @param nanoTime for the time limit of composite queries
  /// @param concurrency queries that run at once
  public PooledQueryExecutor(
      CodeStore codes,
      ExecutionCosts costs,
      ManagementQueries management,
      LongSupplier nanoTime,
      int concurrency) {
    this.pool = new QueryPool(codes);
    this.costs = costs;
    this.management = management;
    this.nanoTime = nanoTime;
    this.threads = new QueryThreads(concurrency, codes.traits().stackSizeBytes());
  }

  @Override
  public QueryOutcome run(PublishedState state, QueryCall call) {
    return threads.run(() -> execute(state, call));
  }

  private QueryOutcome execute(PublishedState state, QueryCall call) {
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      try {
        return attempt(state, call);
      } catch (QueryOutrun outrun) {
        LOG.debug("canister={} method={} begins anew: {}", call.canister(), call.method(), outrun);
      }
    }
    return new QueryOutcome.Reject(
        ErrorCode.QUERY_CALL_GRAPH_INTERNAL,
        "Composite query: the state changed %d times while a callback failed"
            .formatted(ATTEMPTS_MAX),
        0);
  }

  private QueryOutcome attempt(PublishedState state, QueryCall call) {
    QueryBudget budget = new QueryBudget(nanoTime, call.instructionLimit());
    QueryLeases leases = new QueryLeases(state, pool);
    try {
      return new QueryRun(state, leases, budget, costs, management).root(call);
    } catch (QueryEnded ended) {
      return new QueryOutcome.Reject(ended.code(), ended.text(), budget.used());
    }
  }

  /// Queries that begin from now on run on the present engine.
  public void engineChanged() {
    pool.letGo();
  }

  @Override
  public void close() {
    if (threads.end()) {
      pool.close();
    } else {
      LOG.warn("queries still run, their instances are not closed");
    }
  }
}
