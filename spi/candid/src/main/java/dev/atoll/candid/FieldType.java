package dev.atoll.candid;

/// A field of a record type or a case of a variant type.
public record FieldType(FieldLabel label, CandidType type) {}
