package com.example.statuspage;

import dev.atoll.spi.gateway.ApiVersion;
import dev.atoll.spi.gateway.QueryResult;
import dev.atoll.spi.gateway.SubnetClient;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.Certificate;
import dev.atoll.types.Envelope;
import dev.atoll.types.HashTree;
import dev.atoll.types.Lookup;
import dev.atoll.types.Principal;
import dev.atoll.types.ReadStateRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Finds canisters as anybody may: it asks for the state of one id after the other.
final class Canisters {

  /// After this many ids without a canister there are probably no more.
  private static final int GAP_MAX = 8;

  private static final Duration REQUEST_LIFE = Duration.ofMinutes(1);

  private final SubnetClient subnet;

  private final InstantSource time;

  private final int limit;

  Canisters(SubnetClient subnet, InstantSource time, int limit) {
    this.subnet = subnet;
    this.time = time;
    this.limit = limit;
  }

  /// @param moduleHash in hex; empty if nothing is installed
  record Canister(Principal id, String moduleHash) {}

  /// Reads from `first` upwards; ids of a subnet follow each other.
  List<Canister> read(Principal first) throws InterruptedException {
    List<Canister> found = new ArrayList<>();
    long index = first.canisterIndex();
    for (int gap = 0; gap < GAP_MAX && found.size() < limit; index++) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the client has gone");
      }
      int before = found.size();
      add(found, Principal.ofCanisterIndex(index));
      gap = found.size() > before ? 0 : gap + 1;
    }
    return found;
  }

  private void add(List<Canister> found, Principal id) {
    if (subnet.readState(id, request(id), ApiVersion.V3)
        instanceof QueryResult.Answer(Bytes body)) {
      HashTree tree =
          Certificate.decode(Cbor.decodeSelfDescribed(body).asMap().require("certificate").asBlob())
              .tree();
      if (tree.lookup(path(id, "controllers")) instanceof Lookup.Found) {
        found.add(
            new Canister(
                id,
                tree.lookup(path(id, "module_hash")) instanceof Lookup.Found(Bytes hash)
                    ? hash.toHex()
                    : ""));
      }
    }
  }

  private Bytes request(Principal id) {
    long expiryNanos = Math.multiplyExact(time.millis() + REQUEST_LIFE.toMillis(), 1_000_000L);
    return Envelope.anonymous(
            new ReadStateRequest(
                Principal.ANONYMOUS,
                null,
                expiryNanos,
                List.of(path(id, "controllers"), path(id, "module_hash"))))
        .encode();
  }

  private static List<Bytes> path(Principal id, String field) {
    return List.of(Bytes.ofUtf8("canister"), id.bytes(), Bytes.ofUtf8(field));
  }
}
