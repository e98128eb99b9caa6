/// Calls another canister: replies, rejects, traps in callbacks, cycles.
import Prim "mo:⛔";
import Error "mo:core/Error";

persistent actor Caller {
  type Callee = actor {
    double : shared Nat -> async Nat;
    refuse : shared Text -> async ();
    fail : shared () -> async ();
    take : shared Nat -> async Nat;
  };

  var before : Nat = 0;
  var after : Nat = 0;

  public func double(callee : Principal, n : Nat) : async Nat {
    let other : Callee = actor (debug_show callee);
    await other.double(n);
  };

  /// The code and text of the reject.
  public func refused(callee : Principal, text : Text) : async Text {
    let other : Callee = actor (debug_show callee);
    try {
      await other.refuse(text);
      "no reject";
    } catch (e) {
      debug_show (Error.code(e)) # ": " # Error.message(e);
    };
  };

  public func failed(callee : Principal) : async Text {
    let other : Callee = actor (debug_show callee);
    try {
      await other.fail();
      "no reject";
    } catch (e) {
      debug_show (Error.code(e));
    };
  };

  /// What is written before the await stays, what is written after it is rolled back.
  public func trapAfterCall(callee : Principal) : async Nat {
    let other : Callee = actor (debug_show callee);
    before += 1;
    let n = await other.double(21);
    after += 1;
    assert n == 0;
    n;
  };

  public query func marks() : async (Nat, Nat) {
    (before, after);
  };

  /// Sends `amount` cycles of which the callee keeps `kept`; returns what came back.
  public func pay(callee : Principal, amount : Nat, kept : Nat) : async (Nat, Nat) {
    let other : Callee = actor (debug_show callee);
    let taken = await (with cycles = amount) other.take(kept);
    (taken, Prim.cyclesRefunded());
  };
};
