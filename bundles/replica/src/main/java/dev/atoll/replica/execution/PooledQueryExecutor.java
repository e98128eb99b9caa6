package dev.atoll.replica.execution;

import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// Executes queries on pooled instances that follow the published state.
///
/// Callable from any thread. At most a given number of queries run at once; the others wait.
public final class PooledQueryExecutor implements QueryExecutor {

  private final QueryPool pool;

  private final ExecutionCosts costs;

  private final ManagementQueries management;

  private final LongSupplier nanoTime;

  private final Semaphore running;

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
    this.running = new Semaphore(concurrency);
  }

  @Override
  public QueryOutcome run(PublishedState state, QueryCall call) {
    running.acquireUninterruptibly();
    QueryBudget budget = new QueryBudget(nanoTime, call.instructionLimit());
    QueryLeases leases = new QueryLeases(state, pool);
    try {
      return new QueryRun(state, leases, budget, costs, management).root(call);
    } catch (QueryEnded ended) {
      return new QueryOutcome.Reject(ended.code(), ended.text(), budget.used());
    } finally {
      running.release();
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
