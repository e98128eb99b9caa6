package dev.atoll.gateway.http;

/// Where a connection is between one request and the next.
enum ConnectionState {
  /// Between requests.
  IDLE,
  /// A header section was read, its body is not over.
  RECEIVING,
  /// The core has the request.
  ASKING,
  /// The answer is on its way.
  SENDING,
  /// The connection ends; what still comes is thrown away until the client closes.
  LINGERING
}
