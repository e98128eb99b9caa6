package dev.atoll.candid;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A record; the fields are kept in the order of their ids.
public record RecordValue(List<FieldValue> fields) implements CandidValue {

  public static final RecordValue EMPTY = new RecordValue(List.of());

  /// @throws CandidException if two fields have the same id
  public RecordValue {
    fields = Fields.sorted(fields, FieldValue::label, "record");
  }

  /// The field with this name.
  ///
  /// @throws CandidException if there is none
  public CandidValue get(String name) {
    CandidValue value = find(FieldLabel.hash(name));
    if (value == null) {
      throw new CandidException("record has no field '%s', only %s".formatted(name, names()));
    }
    return value;
  }

  /// The field with this id, as in a tuple.
  ///
  /// @throws CandidException if there is none
  public CandidValue get(long id) {
    CandidValue value = find(id);
    if (value == null) {
      throw new CandidException("record has no field %d, only %s".formatted(id, names()));
    }
    return value;
  }

  /// The content of the `opt` field with this name, or null if the field or its content is absent.
  ///
  /// @throws CandidException if the field is no `opt`
  public @Nullable CandidValue getOpt(String name) {
    CandidValue value = find(FieldLabel.hash(name));
    return value == null ? null : value.asOpt();
  }

  /// The field with this id, or null if there is none.
  public @Nullable CandidValue find(long id) {
    int index = Fields.indexOf(fields, FieldValue::label, id);
    return index < 0 ? null : fields.get(index).value();
  }

  private String names() {
    return fields.stream()
        .limit(20)
        .map(field -> field.label().toString())
        .collect(Collectors.joining(", ", "[", fields.size() > 20 ? ", …]" : "]"));
  }
}
