package dev.atoll.replica.state;

import dev.atoll.types.Bytes;
import dev.atoll.types.RejectCode;

/// What a response carries.
public sealed interface Payload {

  record Data(Bytes bytes) implements Payload {}

  record Reject(RejectCode code, String message) implements Payload {}
}
