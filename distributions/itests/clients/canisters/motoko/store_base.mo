/// store.mo for the 32-bit compiler, whose library is `base`: the same methods.
import Prim "mo:⛔";
import OrderedMap "mo:base/OrderedMap";
import Text "mo:base/Text";
import Iter "mo:base/Iter";
import Timer "mo:base/Timer";
import CertifiedData "mo:base/CertifiedData";

persistent actor Store {
  transient let map = OrderedMap.Make<Text>(Text.compare);
  var entries = map.empty<Text>();
  var ticks : Nat = 0;

  public func put(key : Text, value : Text) : async ?Text {
    let (next, old) = map.replace(entries, key, value);
    entries := next;
    old;
  };

  public query func get(key : Text) : async ?Text {
    map.get(entries, key);
  };

  public query func size() : async Nat {
    map.size(entries);
  };

  /// Fills the store: a heavy update.
  public func fill(from : Nat, count : Nat) : async Nat {
    if (count > 0) {
      for (i in Iter.range(from, from + count - 1)) {
        entries := map.put(entries, "key" # debug_show i, "value" # debug_show i);
      };
    };
    map.size(entries);
  };

  public func startTicking() : async () {
    ignore Timer.recurringTimer<system>(#nanoseconds 200_000_000, func() : async () { ticks += 1 });
  };

  public query func tickCount() : async Nat {
    ticks;
  };

  public func certify(data : Blob) : async () {
    CertifiedData.set(data);
  };

  public query func certificate() : async ?Blob {
    CertifiedData.getCertificate();
  };

  public func putAndTrap(key : Text, value : Text) : async () {
    entries := map.put(entries, key, value);
    Prim.trap("store refuses");
  };
};
