package dev.atoll.spi.consensus;

/// What the core gives an engine.
///
/// @param payloads where block contents come from
/// @param batches where finalized batches go
/// @param time the clock of the node; an engine asks no other
public record ConsensusContext(PayloadSource payloads, BatchSink batches, TimeSource time) {}
