/// The next version of counter.mo: the same state, another method.
persistent actor Counter {
  var count : Nat = 0;

  public func inc() : async Nat {
    count += 2;
    count;
  };

  public query func get() : async Nat {
    count;
  };

  public query func version() : async Nat {
    2;
  };
};
