// Starts and stops the product under test: the dev distribution, on a free port and a state directory of its
// own. With ATOLL_URL the tests use a node that runs already, and leave it as it is.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Cbor } from '@icp-sdk/core/agent';

const START_MILLIS_MAX = 120_000;
const STOP_MILLIS_MAX = 30_000;

const REPLAYS_DIFFER = 11;

const product =
  process.env.ATOLL_PRODUCT ??
  join(dirname(fileURLToPath(import.meta.url)), '../../../dev/target/atoll-dev');

/**
 * A node to test against.
 *
 * @param {{stateDir?: string, port?: number}} options a new state directory and a free port when absent
 * @returns {Promise<{url: string, rootKey: Uint8Array, stateDir: string, pid: number,
 *   stop: () => Promise<void>, replay: (engines: string[]) => Promise<object>}>} `stop` deletes the state
 *   directory when it was made here; `replay` stops the node, has these engines execute all its blocks again and
 *   returns what `atoll replay --json` prints
 */
export async function startNode({ stateDir, port = 0 } = {}) {
  if (process.env.ATOLL_URL !== undefined) {
    const url = process.env.ATOLL_URL.replace(/\/$/, '');
    return { url, rootKey: (await status(url)).root_key, stateDir: '', pid: 0, stop: async () => {} };
  }
  const command = join(product, 'bin/atoll');
  if (!existsSync(command)) {
    throw new Error(`${command} does not exist: build it with mvn -B verify, or set ATOLL_URL to a running node`);
  }
  const directory = stateDir ?? mkdtempSync(join(tmpdir(), 'atoll-state-'));
  const options = ['--port', String(port), '--state-dir', directory, '--set', 'keep-blocks=true'];
  const child = spawn(command, ['up', '--json', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaints += text));
  // The product must not outlive the tests, whatever ends them.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  const end = async () => {
    child.kill('SIGTERM');
    const ended = await within(STOP_MILLIS_MAX, exited);
    if (ended === undefined) {
      kill();
      await exited;
    }
    process.removeListener('exit', kill);
    if (ended === undefined) {
      throw new Error(`the node did not stop within ${STOP_MILLIS_MAX / 1000} s of SIGTERM`);
    }
  };
  const stop = async () => {
    try {
      await end();
    } finally {
      if (stateDir === undefined) {
        rmSync(directory, { recursive: true, force: true });
      }
    }
  };
  const replay = async (engines) => {
    await end();
    return replayed(['--state-dir', directory, ...engines.flatMap((engine) => ['--engine', engine])]);
  };

  const ready = await within(START_MILLIS_MAX, Promise.race([readObject(child.stdout), exited.then(() => undefined)]));
  if (ready === undefined) {
    kill();
    throw new Error(`the node did not get ready: ${complaints.trim() || `nothing in ${START_MILLIS_MAX / 1000} s`}`);
  }
  return {
    url: ready.urls.http,
    rootKey: (await status(ready.urls.http)).root_key,
    stateDir: directory,
    pid: child.pid,
    stop,
    replay,
  };
}

function replayed(options) {
  return new Promise((resolve, reject) => {
    execFile(join(product, 'bin/atoll'), ['replay', '--json', ...options], (error, output, complaints) => {
      if (error !== null && error.code !== REPLAYS_DIFFER) {
        reject(new Error(`the replay failed: ${complaints.trim() || error.message}`));
      } else {
        resolve(JSON.parse(output));
      }
    });
  });
}

// The one object that the node prints when it is ready; it ends with a brace at the begin of a line.
async function readObject(stream) {
  const lines = [];
  for await (const line of createInterface({ input: stream })) {
    lines.push(line);
    if (line.startsWith('}') || (line.startsWith('{') && line.endsWith('}'))) {
      return JSON.parse(lines.join('\n'));
    }
  }
  return undefined;
}

/** What the node says about itself, which is the only place to get the key of a test network from. */
export async function status(url) {
  const response = await fetch(`${url}/api/v2/status`);
  if (response.status !== 200) {
    throw new Error(`${url}/api/v2/status answers ${response.status}, expected 200`);
  }
  return Cbor.decode(new Uint8Array(await response.arrayBuffer()));
}

async function within(millis, promise) {
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, millis)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
