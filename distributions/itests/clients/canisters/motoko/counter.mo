/// Counts; the smallest canister that keeps state over an upgrade.
persistent actor Counter {
  var count : Nat = 0;

  public func inc() : async Nat {
    count += 1;
    count;
  };

  public func add(n : Nat) : async Nat {
    count += n;
    count;
  };

  public query func get() : async Nat {
    count;
  };

  /// Changes state, then traps: the change must not be seen.
  public func incAndTrap() : async Nat {
    count += 1000;
    assert false;
    count;
  };

  public shared query (message) func whoami() : async Principal {
    message.caller;
  };
};
