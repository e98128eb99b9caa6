package dev.atoll.replica.testing;

import dev.atoll.replica.state.SubnetInfo;
import dev.atoll.replica.state.SubnetInfo.CostSchedule;
import dev.atoll.types.Bytes;
import dev.atoll.types.CanisterRange;
import dev.atoll.types.Principal;
import dev.atoll.types.SubnetId;
import java.util.List;
import java.util.TreeMap;

/// Subnets for tests, which host the canisters with the indices 0 to 9 and 20 to 29.
public final class Subnets {

  public static final SubnetId ID = new SubnetId(Principal.of(new byte[] {5, 5, 2}));

  private Subnets() {}

  public static SubnetInfo of(String type, CostSchedule schedule, int nodes) {
    return new SubnetInfo(
        ID,
        Bytes.ofUtf8("public key"),
        Bytes.ofUtf8("root key"),
        type,
        List.of(range(0, 9), range(20, 29)),
        new TreeMap<>(),
        schedule,
        nodes);
  }

  public static SubnetInfo application() {
    return of("application", CostSchedule.NORMAL, 13);
  }

  private static CanisterRange range(long first, long last) {
    return new CanisterRange(Principal.ofCanisterIndex(first), Principal.ofCanisterIndex(last));
  }
}
