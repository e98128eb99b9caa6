/// A key-value store that counts seconds and proves what it holds.
import Prim "mo:⛔";
import Map "mo:core/Map";
import Text "mo:core/Text";
import Timer "mo:core/Timer";
import CertifiedData "mo:core/CertifiedData";
import Iter "mo:core/Iter";
import Nat "mo:core/Nat";

persistent actor Store {
  let entries = Map.empty<Text, Text>();
  var ticks : Nat = 0;

  public func put(key : Text, value : Text) : async ?Text {
    Map.swap(entries, Text.compare, key, value);
  };

  public query func get(key : Text) : async ?Text {
    Map.get(entries, Text.compare, key);
  };

  public query func size() : async Nat {
    Map.size(entries);
  };

  /// Fills the store: a heavy update.
  public func fill(from : Nat, count : Nat) : async Nat {
    for (i in Iter.map<Nat, Nat>(Nat.range(0, count), func i = from + i)) {
      Map.add(entries, Text.compare, "key" # debug_show i, "value" # debug_show i);
    };
    Map.size(entries);
  };

  public func startTicking() : async () {
    ignore Timer.recurringTimer<system>(#milliseconds 200, func() : async () { ticks += 1 });
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
    Map.add(entries, Text.compare, key, value);
    Prim.trap("store refuses");
  };
};
