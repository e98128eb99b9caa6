package dev.atoll.replica.execution;

import java.io.Serial;

/// A query cannot go on because a round has changed what it still needs; it can begin anew.
final class QueryOutrun extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  QueryOutrun() {
    super("the state has moved on", null, false, false);
  }
}
