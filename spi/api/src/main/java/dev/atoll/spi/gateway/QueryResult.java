package dev.atoll.spi.gateway;

import dev.atoll.types.Bytes;

/// The answer to a query or read_state request.
public sealed interface QueryResult {

  /// @param body the CBOR document for the client; a query that was rejected is one too
  record Answer(Bytes body) implements QueryResult {}

  record Refused(Refusal refusal) implements QueryResult {}
}
