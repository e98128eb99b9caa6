package dev.atoll.replica.management;

import dev.atoll.candid.CandidCodec;
import dev.atoll.candid.CandidException;
import dev.atoll.candid.CandidType;
import dev.atoll.candid.CandidValue;
import dev.atoll.candid.CandidView;
import dev.atoll.candid.DecodeLimits;
import dev.atoll.candid.DidFile;
import dev.atoll.candid.RecordValue;
import dev.atoll.types.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The Candid interface of the management canister, as the resource `management.did` states it.
///
/// Immutable; safe for use from any thread.
public final class ManagementInterface {

  private static final String RESOURCE = "management.did";

  private final DidFile did;

  private ManagementInterface(DidFile did) {
    this.did = did;
  }

  /// Reads the interface that belongs to this bundle.
  public static ManagementInterface load() {
    try (InputStream in = ManagementInterface.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource %s is missing".formatted(RESOURCE));
      }
      return new ManagementInterface(
          DidFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean has(String method) {
    return did.methods().containsKey(method);
  }

  boolean isQuery(String method) {
    return has(method) && did.method(method).isQuery();
  }

  /// The argument of a call of `method`; the empty record for a method without.
  ///
  /// @throws ManagementException if the bytes are no argument of the method
  CandidView decode(String method, Bytes arg) {
    try {
      List<CandidValue> values =
          CandidCodec.decode(
              did.environment(),
              did.method(method).argTypes(),
              arg,
              DecodeLimits.MANAGEMENT_CANISTER);
      return new CandidView(method, values.isEmpty() ? RecordValue.EMPTY : values.getFirst());
    } catch (CandidException e) {
      throw Refusals.undecodable(String.valueOf(e.getMessage()));
    }
  }

  /// The reply of `method`.
  Bytes encode(String method, CandidValue... results) {
    List<CandidType> types = did.method(method).resultTypes();
    return CandidCodec.encode(did.environment(), types, List.of(results));
  }
}
