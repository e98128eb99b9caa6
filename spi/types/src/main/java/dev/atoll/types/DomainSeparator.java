package dev.atoll.types;

/// What a signature is for. Its bytes precede whatever is signed, so that a signature made for one
/// purpose is of no use for another.
///
/// Source: Internet Computer interface specification, "Signatures".
public enum DomainSeparator {
  /// A user's signature on a request id.
  IC_REQUEST("ic-request"),
  /// A user's signature on the hash of a [Delegation].
  IC_REQUEST_AUTH_DELEGATION("ic-request-auth-delegation"),
  /// A canister's signature on the info of a [SenderInfo].
  IC_SENDER_INFO("ic-sender-info"),
  /// A node's signature on the answer to a query.
  IC_RESPONSE("ic-response"),
  /// A subnet's signature on the root hash of its state tree.
  IC_STATE_ROOT("ic-state-root");

  private final String text;

  DomainSeparator(String text) {
    this.text = text;
  }

  /// The length of the name in one byte, then the name.
  public Bytes bytes() {
    return Bytes.concat(Bytes.wrap(new byte[] {(byte) text.length()}), Bytes.ofUtf8(text));
  }

  /// What is signed: these bytes, then `message`.
  public Bytes payload(Bytes message) {
    return Bytes.concat(bytes(), message);
  }
}
