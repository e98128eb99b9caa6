// Requests made by hand, to send what no agent would send.

/** The content of a call, as the interface specification has it. */
export function callContent(client, { sender, canisterId, method, arg, expiryMillis }) {
  return {
    request_type: 'call',
    sender: sender.toUint8Array(),
    nonce: crypto.getRandomValues(new Uint8Array(16)),
    ingress_expiry: BigInt(expiryMillis) * 1_000_000n,
    canister_id: canisterId.toUint8Array(),
    method_name: method,
    arg: arg ?? client.IDL.encode([], []),
  };
}

/** Signs the content: the request id behind its domain separator. */
export async function sign(client, identity, content) {
  const payload = Buffer.concat([client.IC_REQUEST_DOMAIN_SEPARATOR, client.requestIdOf(content)]);
  return {
    content,
    sender_pubkey: new Uint8Array(identity.getPublicKey().toDer()),
    sender_sig: new Uint8Array(await identity.sign(new Uint8Array(payload))),
  };
}

/** Sends an envelope; the answer as it came. */
export async function post(client, node, path, envelope) {
  const response = await fetch(`${node.url}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/cbor' },
    body: envelope instanceof Uint8Array ? envelope : client.Cbor.encode(envelope),
  });
  const body = new Uint8Array(await response.arrayBuffer());
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    text: type.startsWith('application/cbor') ? '' : new TextDecoder().decode(body),
    content: response.status === 200 ? client.Cbor.decode(body) : undefined,
  };
}
