package dev.atoll.gateway.http;

import dev.atoll.spi.gateway.SubmitResult;
import dev.atoll.spi.gateway.SubnetStatus;
import dev.atoll.types.Bytes;
import dev.atoll.types.Cbor;
import dev.atoll.types.CborMapBuilder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.ByteBuffer;
import java.util.Map;

/// The CBOR documents that the gateway itself writes; all others come from the core.
///
/// Fields are in the order of the reference implementation: shorter names first.
final class Documents {

  /// The version of the interface specification that this gateway follows.
  private static final String INTERFACE_VERSION = "0.66.0";

  private static final int BLOB_HEAD_BYTES = 5;

  private static final int BLOB_WITH_FOUR_LENGTH_BYTES = 0x5a;

  private static final byte[] REPLIED_UP_TO_CERTIFICATE = repliedUpToCertificate();

  private Documents() {}

  /// Source: interface specification, "Request: Status endpoint".
  static Answer status(SubnetStatus status) {
    return Answer.cbor(
        Cbor.map()
            .put("root_key", status.rootKey())
            .put("impl_version", status.version())
            .put("ic_api_version", INTERFACE_VERSION)
            .putNat64("certified_height", status.certifiedHeight().value())
            .put("replica_health_status", status.health().text())
            .build()
            .encodeSelfDescribed());
  }

  /// What an asynchronous call that was not accepted gets.
  static Answer rejection(SubmitResult.Rejected rejected) {
    return Answer.cbor(rejectionFields(Cbor.map(), rejected).build().encodeSelfDescribed());
  }

  /// What a synchronous call that was not accepted gets.
  static Answer synchronousRejection(SubmitResult.Rejected rejected) {
    return Answer.cbor(
        rejectionFields(Cbor.map().put("status", "non_replicated_rejection"), rejected)
            .build()
            .encodeSelfDescribed());
  }

  private static CborMapBuilder rejectionFields(
      CborMapBuilder map, SubmitResult.Rejected rejected) {
    return map.put("error_code", rejected.errorCode().text())
        .putNat64("reject_code", rejected.rejectCode().code())
        .put("reject_message", rejected.message());
  }

  /// What a synchronous call with an answer gets; `certificate` is not copied.
  static Answer replied(Bytes certificate) {
    byte[] prefix =
        ByteBuffer.allocate(REPLIED_UP_TO_CERTIFICATE.length + BLOB_HEAD_BYTES)
            .put(REPLIED_UP_TO_CERTIFICATE)
            .put((byte) BLOB_WITH_FOUR_LENGTH_BYTES)
            .putInt(certificate.size())
            .array();
    return new Answer(
        HttpResponseStatus.OK, Answer.CBOR, Bytes.wrap(prefix), certificate, Map.of());
  }

  private static byte[] repliedUpToCertificate() {
    Bytes withEmptyCertificate =
        Cbor.map()
            .put("status", "replied")
            .put("certificate", Bytes.EMPTY)
            .build()
            .encodeSelfDescribed();
    return Bytes.copyOf(withEmptyCertificate.unsafeArray(), 0, withEmptyCertificate.size() - 1)
        .toByteArray();
  }
}
