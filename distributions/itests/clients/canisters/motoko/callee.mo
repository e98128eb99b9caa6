/// The other end of caller.mo.
import Prim "mo:⛔";
import Error "mo:core/Error";

persistent actor Callee {
  var calls : Nat = 0;

  public func double(n : Nat) : async Nat {
    calls += 1;
    2 * n;
  };

  public func refuse(text : Text) : async () {
    throw Error.reject(text);
  };

  public func fail() : async () {
    calls += 1000;
    Prim.trap("callee fails");
  };

  public func take(kept : Nat) : async Nat {
    Prim.cyclesAccept<system>(kept);
  };

  public query func callCount() : async Nat {
    calls;
  };
};
