// An authenticator and its browser, made of a key of Node: what a passkey signs, without a browser.
import { createHash, generateKeyPairSync, sign as signWith } from 'node:crypto';

// Object identifier 1.3.6.1.4.1.56387.1.1, a COSE key in DER.
const COSE_ALGORITHM = Buffer.from('300c060a2b0601040183b8430101', 'hex');

const SEQUENCE = 0x30;
const BIT_STRING = 0x03;

const bytes = (text) => Buffer.from(text, 'base64url');
const hex = (text) => Buffer.from(text, 'hex');

/** Algorithms by their names: how to make a key, its COSE form, and the hash that it signs over. */
const ALGORITHMS = {
  ES256: {
    keys: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    cose: ({ x, y }) => Buffer.concat([hex('a5010203262001215820'), bytes(x), hex('225820'), bytes(y)]),
    hash: 'sha256',
  },
  RS256: {
    keys: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    cose: ({ n, e }) => Buffer.concat([hex('a401030339010020590100'), bytes(n), hex('2143'), bytes(e)]),
    hash: 'sha256',
  },
  EdDSA: {
    keys: () => generateKeyPairSync('ed25519'),
    cose: ({ x }) => Buffer.concat([hex('a4010103272006215820'), bytes(x)]),
    hash: null,
  },
};

export const algorithms = Object.keys(ALGORITHMS);

/** An identity of `client` that signs as an authenticator does. */
export function passkey(client, algorithm) {
  const { keys, cose, hash } = ALGORITHMS[algorithm];
  const { publicKey, privateKey } = keys();
  const der = wrap(cose(publicKey.export({ format: 'jwk' })));

  class Passkey extends client.SignIdentity {
    getPublicKey() {
      return { toDer: () => der };
    }

    async sign(challenge) {
      const clientData = JSON.stringify({
        type: 'webauthn.get',
        challenge: Buffer.from(challenge).toString('base64url'),
        origin: 'https://atoll.example',
        crossOrigin: false,
      });
      const authenticatorData = Buffer.concat([sha256('atoll.example'), hex('0500000001')]);
      const signature = signWith(hash, Buffer.concat([authenticatorData, sha256(clientData)]), privateKey);
      return new Uint8Array(
        client.Cbor.encode({
          authenticator_data: new Uint8Array(authenticatorData),
          client_data_json: clientData,
          signature: new Uint8Array(signature),
        }),
      );
    }
  }
  return new Passkey();
}

const sha256 = (data) => createHash('sha256').update(data).digest();

function wrap(bits) {
  return new Uint8Array(
    element(SEQUENCE, Buffer.concat([COSE_ALGORITHM, element(BIT_STRING, Buffer.concat([hex('00'), bits]))])),
  );
}

function element(tag, content) {
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
