package dev.atoll.spi.network;

/// How a connection to a peer is.
///
/// @param connected whether messages can be sent
/// @param queuedBytes what waits to be sent to it
/// @param detail for operators, such as why the last attempt failed; may be empty
public record PeerStatus(PeerAddress peer, boolean connected, long queuedBytes, String detail) {}
