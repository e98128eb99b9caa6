package dev.atoll.gateway.http;

/// Where the method and path of a request lead.
sealed interface Route {

  record Found(Endpoint endpoint) implements Route {}

  /// Nowhere; `answer` tells the client why.
  record NotFound(Answer answer) implements Route {}
}
