package dev.atoll.candid;

/// A field of a record.
public record FieldValue(FieldLabel label, CandidValue value) {}
