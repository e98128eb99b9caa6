// What tests expect of refusals, and waiting for what takes its time.
import assert from 'node:assert/strict';

/**
 * Expects the network to reject a call.
 *
 * @param {{code: number, error: string, message?: RegExp}} expected the reject code, the error code such as
 *   IC0503, and the text
 */
export async function rejects(promise, { code, error, message = /./ }) {
  let reject;
  try {
    await promise;
  } catch (thrown) {
    assert.equal(thrown?.name, 'RejectError', `expected a reject, found ${thrown?.stack ?? thrown}`);
    reject = thrown.code;
  }
  assert.notEqual(reject, undefined, 'the call succeeded, expected a reject');
  const { rejectCode, rejectErrorCode, rejectMessage } = reject;
  assert.deepEqual({ code: rejectCode, error: rejectErrorCode }, { code, error }, rejectMessage);
  assert.match(rejectMessage, message);
}

/** Expects an error of one of the names, which tell what the client found wrong. */
export async function fails(promise, names, message = /./) {
  let error;
  try {
    await promise;
  } catch (thrown) {
    error = thrown;
  }
  assert.notEqual(error, undefined, 'the call succeeded, expected an error');
  const found = [error.name, error.code?.name, error.cause?.code?.name].filter(Boolean);
  assert.ok(
    names.some((name) => found.includes(name)),
    `expected ${names.join(' or ')}, found ${found.join(' / ')}: ${error.message}`,
  );
  assert.match(String(error.message), message);
}

/** Asks until the answer satisfies the condition. */
export async function eventually(ask, condition, { withinMillis = 20_000 } = {}) {
  const end = performance.now() + withinMillis;
  let answer;
  do {
    answer = await ask();
    if (condition(answer)) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (performance.now() < end);
  throw new assert.AssertionError({ message: `still ${String(answer)} after ${withinMillis / 1000} s` });
}
