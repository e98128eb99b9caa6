package dev.atoll.types;

import java.util.ArrayList;
import java.util.List;

/// The canister ids from `first` to `last`, both included, in the order of principals.
///
/// Source: Internet Computer interface specification, "Canister ranges".
public record CanisterRange(Principal first, Principal last) {

  public CanisterRange {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "canister range begins at %s, after its end %s".formatted(first, last));
    }
  }

  public boolean contains(Principal canisterId) {
    return first.compareTo(canisterId) <= 0 && canisterId.compareTo(last) <= 0;
  }

  /// The value in the state tree for `ranges`, which are ordered and do not overlap.
  public static Bytes encode(List<CanisterRange> ranges) {
    return Cbor.array(
            ranges.stream()
                .map(range -> Cbor.array(Cbor.blob(range.first), Cbor.blob(range.last)))
                .toList())
        .encodeSelfDescribed();
  }

  /// Reads a value of the state tree.
  ///
  /// @throws CborException if `value` is not a list of ranges
  public static List<CanisterRange> decode(Bytes value) {
    List<CanisterRange> ranges = new ArrayList<>();
    for (Cbor item : Cbor.decodeSelfDescribed(value).asArray()) {
      List<Cbor> bounds = item.asArray();
      if (bounds.size() != 2) {
        throw new CborException(
            "canister range has %d bounds, 2 expected".formatted(bounds.size()));
      }
      Principal first = bounds.getFirst().asPrincipal();
      Principal last = bounds.getLast().asPrincipal();
      if (first.compareTo(last) > 0) {
        throw new CborException(
            "canister range begins at %s, after its end %s".formatted(first, last));
      }
      ranges.add(new CanisterRange(first, last));
    }
    return ranges;
  }
}
