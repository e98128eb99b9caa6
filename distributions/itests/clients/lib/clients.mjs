// The two JavaScript agents under common names: what differs between them, the tests need not know.
import * as coreAgent from '@icp-sdk/core/agent';
import * as coreCandid from '@icp-sdk/core/candid';
import * as coreIdentity from '@icp-sdk/core/identity';
import * as corePrincipal from '@icp-sdk/core/principal';
import * as dfinityAgent from '@dfinity/agent';
import * as dfinityCandid from '@dfinity/candid';
import * as dfinityIdentity from '@dfinity/identity';
import * as dfinityPrincipal from '@dfinity/principal';
import { interfaces } from './interfaces.mjs';

// Calls that create a canister name no canister yet: any that the subnet may host will do.
const ANY_CANISTER = 'rwlgt-iiaaa-aaaaa-aaaaa-cai';

const CYCLES = 100_000_000_000_000n;

// A chunk of the chunk store is at most 1 MiB.
const CHUNK_BYTES = 1 << 20;

/** Both agents. The first uses /api/v4 and /api/v3, the second /api/v3 and /api/v2. */
export const clients = [
  client('@icp-sdk/core 6.1', coreAgent, coreCandid, coreIdentity, corePrincipal, (canisterId) => ({
    principal: { canisterId },
  })),
  client('@dfinity/agent 3.4', dfinityAgent, dfinityCandid, dfinityIdentity, dfinityPrincipal, (canisterId) => ({
    canisterId,
  })),
];

function client(name, agent, candid, identity, principal, certificateOf) {
  const library = { ...agent, ...candid, ...identity, ...principal };
  return {
    ...library,
    name,
    /** Checks a certificate for a canister with the network's key. */
    verify: (canisterId, certificate, rootKey) =>
      agent.Certificate.create({ certificate, rootKey, ...certificateOf(canisterId) }),
    /** A session of a user with the node. */
    connect: (node, options = {}) => Session.open(library, node, options),
  };
}

/** A user who talks to a node: an agent with an identity, and the calls of the management canister. */
class Session {
  static async open(library, node, { identity = library.Ed25519KeyIdentity.generate(), ...options } = {}) {
    const agent = await library.HttpAgent.create({
      host: node.url,
      rootKey: node.rootKey,
      identity,
      verifyQuerySignatures: true,
      ...options,
    });
    return new Session(library, agent, identity);
  }

  constructor(library, agent, identity) {
    this.library = library;
    this.agent = agent;
    this.identity = identity;
    this.principal = identity.getPrincipal();
    const about = (_method, [argument]) => ({
      effectiveCanisterId: library.Principal.from(argument?.canister_id ?? argument?.target_canister ?? ANY_CANISTER),
    });
    this.management = this.actor('management', library.Principal.managementCanister(), {
      callTransform: about,
      queryTransform: about,
    });
  }

  actor(interfaceName, canisterId, options = {}) {
    return this.library.Actor.createActor(interfaces[interfaceName], { agent: this.agent, canisterId, ...options });
  }

  async create(settings) {
    const { canister_id } = await this.management.provisional_create_canister_with_cycles({
      amount: [CYCLES],
      settings: settings === undefined ? [] : [settings],
    });
    return canister_id;
  }

  async install(canisterId, wasm, { mode = { install: null }, arg = new Uint8Array() } = {}) {
    await this.management.install_code({ canister_id: canisterId, wasm_module: wasm, arg, mode });
  }

  /** Memory is kept where the module says that it needs to be, as the tools of canister authors do. */
  async upgrade(canisterId, wasm, keep) {
    const options = keep ? [{ skip_pre_upgrade: [], wasm_memory_persistence: [{ keep: null }] }] : [];
    await this.install(canisterId, wasm, { mode: { upgrade: options } });
  }

  /** Creates a canister, installs the module and returns the canister as an actor. */
  async deploy(interfaceName, wasm) {
    const canisterId = await this.create();
    await this.install(canisterId, wasm);
    return Object.assign(this.actor(interfaceName, canisterId), { canisterId });
  }

  /** Uploads the module in chunks and installs it. */
  async installChunked(canisterId, wasm) {
    const chunks = [];
    for (let from = 0; from < wasm.length; from += CHUNK_BYTES) {
      chunks.push(
        await this.management.upload_chunk({
          canister_id: canisterId,
          chunk: wasm.subarray(from, from + CHUNK_BYTES),
        }),
      );
    }
    await this.management.install_chunked_code({
      mode: { install: null },
      target_canister: canisterId,
      store_canister: [],
      chunk_hashes_list: chunks.map(({ hash }) => ({ hash })),
      wasm_module_hash: new Uint8Array(await crypto.subtle.digest('SHA-256', wasm)),
      arg: new Uint8Array(),
    });
    return chunks.length;
  }
}
