package dev.atoll.types;

import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a [Cbor.CborMap] together field by field; a null value leaves the field out.
public final class CborMapBuilder {

  private final LinkedHashMap<String, Cbor> entries = new LinkedHashMap<>();

  CborMapBuilder() {}

  /// @throws IllegalArgumentException if the field `key` is there already
  public CborMapBuilder put(String key, @Nullable Cbor value) {
    if (value != null && entries.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("map has the field '" + key + "' already");
    }
    return this;
  }

  public CborMapBuilder put(String key, @Nullable Bytes value) {
    return put(key, value == null ? null : Cbor.blob(value));
  }

  public CborMapBuilder put(String key, @Nullable Principal value) {
    return put(key, value == null ? null : Cbor.blob(value));
  }

  public CborMapBuilder put(String key, @Nullable String value) {
    return put(key, value == null ? null : Cbor.text(value));
  }

  public CborMapBuilder put(String key, @Nullable List<? extends Cbor> value) {
    return put(key, value == null ? null : Cbor.array(value));
  }

  /// @param bits a natural number of 64 unsigned bits
  public CborMapBuilder putNat64(String key, long bits) {
    return put(key, Cbor.nat64(bits));
  }

  /// Adds all fields of `other` behind those that are here.
  ///
  /// @throws IllegalArgumentException if a field is there already
  public CborMapBuilder putAll(Cbor.CborMap other) {
    other.entries().forEach(this::put);
    return this;
  }

  public Cbor.CborMap build() {
    return new Cbor.CborMap(entries);
  }
}
