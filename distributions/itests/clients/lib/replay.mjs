// The last test of a file: what its node has executed comes to the same again, whatever engine executes it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const OWN = 'execution-jvm';
const COMPILED = 'execution-chicory';
const INTERPRETED = 'execution-chicory:mode=interpreted';

/**
 * Stops the node and has every engine execute its blocks again: replies, instruction counts, dirty pages, state
 * roots and the state at the end must be the same, and those of the node.
 *
 * @param {() => object} nodeOf gives the node when the tests before have ended
 * @param {{interpreted?: boolean}} options false where interpreted code would take hours
 */
export function replaysAgree(nodeOf, { interpreted = true } = {}) {
  if (process.env.ATOLL_URL !== undefined) {
    return; // the node is not ours to stop
  }
  const engines = interpreted ? [COMPILED, OWN, INTERPRETED] : [COMPILED, OWN];
  const name = `what was executed comes to the same on ${engines.join(', ')}`;
  test(name, { timeout: 1_800_000 }, async () => {
    const { same, difference, executions, replays } = await nodeOf().replay(engines);

    assert.ok(same, `replays differ: ${JSON.stringify(difference, null, 2)}`);
    assert.equal(replays.length, engines.length);
    assert.ok(executions > 0, 'nothing was executed');
  });
}
