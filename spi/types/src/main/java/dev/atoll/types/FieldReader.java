package dev.atoll.types;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads the fields of a request, and names the field in each complaint.
///
/// Fields that are null count as absent: some clients write the optional fields they do not use.
final class FieldReader {

  private final String prefix;

  private final Cbor.CborMap map;

  private final Set<String> read = new HashSet<>();

  /// @param prefix the path to this map in messages, such as `content.`
  FieldReader(String prefix, Cbor.CborMap map) {
    this.prefix = prefix;
    this.map = map;
  }

  boolean has(String field) {
    return optional(field) != null;
  }

  Bytes blob(String field) {
    Cbor value = required(field);
    return in(field, value::asBlob);
  }

  @Nullable Bytes optionalBlob(String field) {
    return has(field) ? blob(field) : null;
  }

  String text(String field) {
    Cbor value = required(field);
    return in(field, value::asText);
  }

  Principal principal(String field) {
    Cbor value = required(field);
    return in(field, value::asPrincipal);
  }

  long nat64(String field) {
    Cbor value = required(field);
    return in(field, value::asNat64);
  }

  Cbor.CborMap map(String field) {
    Cbor value = required(field);
    return in(field, value::asMap);
  }

  Cbor.@Nullable CborMap optionalMap(String field) {
    return has(field) ? map(field) : null;
  }

  List<Cbor> array(String field, int itemsMax) {
    Cbor value = required(field);
    List<Cbor> items = in(field, value::asArray);
    if (items.size() > itemsMax) {
      throw new MalformedRequestException(
          "%s%s has %d items, at most %d allowed".formatted(prefix, field, items.size(), itemsMax));
    }
    return items;
  }

  List<Cbor> optionalArray(String field, int itemsMax) {
    return has(field) ? array(field, itemsMax) : List.of();
  }

  /// Runs `reading` and puts the name of the field before its complaint.
  <T> T in(String field, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CborException e) {
      throw new MalformedRequestException(prefix + field + ": " + e.getMessage(), e);
    }
  }

  /// The fields that nobody has asked for.
  Cbor.CborMap unread() {
    LinkedHashMap<String, Cbor> rest = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (field, value) -> {
              if (!read.contains(field) && !(value instanceof Cbor.Null)) {
                rest.put(field, value);
              }
            });
    return rest.isEmpty() ? Cbor.CborMap.EMPTY : new Cbor.CborMap(rest);
  }

  private Cbor required(String field) {
    @Nullable Cbor value = optional(field);
    if (value == null) {
      throw new MalformedRequestException(prefix + field + " is missing");
    }
    return value;
  }

  private @Nullable Cbor optional(String field) {
    read.add(field);
    @Nullable Cbor value = map.get(field);
    return value instanceof Cbor.Null ? null : value;
  }
}
