package dev.atoll.candid;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The id of a record field or variant case, with the name it came from where one is known.
///
/// Two labels are equal when their ids are: the name never reaches the wire.
///
/// Source: Candid.md, "Shorthand: Symbolic Field Ids".
public final class FieldLabel implements Comparable<FieldLabel> {

  /// Ids are unsigned 32-bit numbers.
  public static final long ID_MAX = 0xffff_ffffL;

  private final long id;

  private final @Nullable String name;

  private FieldLabel(long id, @Nullable String name) {
    this.id = id;
    this.name = name;
  }

  /// The label of a named field; its id is the hash of the name.
  public static FieldLabel named(String name) {
    return new FieldLabel(hash(name), name);
  }

  /// @throws CandidException if `id` is not an unsigned 32-bit number
  public static FieldLabel ofId(long id) {
    if (id < 0 || id > ID_MAX) {
      throw new CandidException("field id is %d, expected 0 to %d".formatted(id, ID_MAX));
    }
    return new FieldLabel(id, null);
  }

  /// Sum of `utf8(name)[i] * 223^(k-i)`, modulo 2^32.
  public static long hash(String name) {
    int hash = 0;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = hash * 223 + (b & 0xff);
    }
    return Integer.toUnsignedLong(hash);
  }

  public long id() {
    return id;
  }

  /// Null when only the id is known, as in a message without its interface.
  public @Nullable String name() {
    return name;
  }

  @Override
  public int compareTo(FieldLabel other) {
    return Long.compare(id, other.id);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldLabel label && id == label.id;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  /// The name, or the decimal id.
  @Override
  public String toString() {
    return Objects.requireNonNullElseGet(name, () -> Long.toString(id));
  }
}
