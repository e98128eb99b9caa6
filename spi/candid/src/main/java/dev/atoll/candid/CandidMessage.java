package dev.atoll.candid;

import java.util.List;

/// A message as it describes itself: its types, named `table0`, `table1` and so on, and its values.
///
/// Encoding `values` at `types` in `environment` gives an equal message, so a value of unknown type
/// can be passed on; a value of a future type cannot. Labels have ids only.
public record CandidMessage(
    TypeEnvironment environment, List<CandidType> types, List<CandidValue> values) {

  public CandidMessage {
    types = List.copyOf(types);
    values = List.copyOf(values);
  }
}
