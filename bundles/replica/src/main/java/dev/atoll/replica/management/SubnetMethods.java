package dev.atoll.replica.management;

import dev.atoll.candid.CandidValues;
import dev.atoll.types.Bytes;
import dev.atoll.types.Hashes;
import dev.atoll.types.Principal;
import java.nio.ByteBuffer;

/// What the subnet itself answers: randomness and facts about it.
final class SubnetMethods {

  private static final Bytes RANDOMNESS_DOMAIN = Bytes.ofUtf8("\u0008raw_rand");

  /// Networks without a registry have the first version of it for ever.
  private static final long REGISTRY_VERSION = 1;

  private final String replicaVersion;

  SubnetMethods(String replicaVersion) {
    this.replicaVersion = replicaVersion;
  }

  void addTo(MethodTable table) {
    table.addForCanisters("raw_rand", SubnetMethods::randomBytes);
    table.addForCanisters("subnet_info", this::info);
  }

  /// Bytes that differ for every call: the randomness of the batch, hashed with the caller and its
  /// callback, which no two calls share.
  private static ManagementOutcome randomBytes(Invocation call) {
    if (!(call.call() instanceof ManagementCall.ByCanister(var request))) {
      throw Refusals.notForUsers(call.call().method());
    }
    Bytes callback =
        Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(request.callbackId()).array());
    byte[] random =
        Hashes.sha256(
            RANDOMNESS_DOMAIN.unsafeArray(),
            call.state().randomness().unsafeArray(),
            callback.unsafeArray(),
            request.sender().bytes().unsafeArray());
    return call.reply(CandidValues.blob(Bytes.wrap(random)));
  }

  private ManagementOutcome info(Invocation call) {
    Principal subnet = call.arg().field("subnet_id").asPrincipal();
    if (!subnet.equals(call.state().subnet().id().principal())) {
      throw Refusals.subnetNotFound(subnet);
    }
    return call.reply(
        CandidValues.record()
            .field("replica_version", CandidValues.text(replicaVersion))
            .field("registry_version", CandidValues.nat64(REGISTRY_VERSION))
            .build());
  }
}
