/// Heavy updates, the same work each time.
import Map "mo:core/Map";
import Text "mo:core/Text";
import Nat "mo:core/Nat";
import Array "mo:core/Array";

persistent actor Heavy {
  let entries = Map.empty<Text, Nat>();

  /// Writes 10,000 entries of a map, each time the same ones.
  public func fill() : async Nat {
    var i = 0;
    while (i < 10_000) {
      Map.add(entries, Text.compare, "key" # Nat.toText(i * 7919 % 1_000_003), i);
      i += 1;
    };
    Map.size(entries);
  };

  /// Makes 10,000 arrays of 100 numbers and forgets them.
  public func churn() : async Nat {
    var sum : Nat = 0;
    var i = 0;
    while (i < 10_000) {
      let numbers = Array.tabulate<Nat>(100, func(j) = i + j);
      sum += numbers[i % 100];
      i += 1;
    };
    sum;
  };
};
