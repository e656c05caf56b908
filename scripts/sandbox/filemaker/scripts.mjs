// @ts-check
// FileMaker scripts: by their own address, and with a call on records ("Run a script with another
// request" in Claris's Data API guide).

/** @typedef {import('./data-api.mjs').OpenCall} OpenCall */

/** What of a script's run the answer shows. @typedef {{scriptError: string, scriptResult?: string}} Outcome */

/** @type {Record<string, (parameter: string, runs: number) => Outcome>} */
const scripts = {
  Echo: (parameter) => ({ scriptResult: parameter, scriptError: '0' }),
  /** How often it ran: what a call that was sent twice gives away. */
  Count: (_, runs) => ({ scriptResult: String(runs), scriptError: '0' }),
  Fail: () => ({ scriptError: '3' }),
};

export function listScripts() {
  return { scripts: Object.keys(scripts).map((name) => ({ name, isFolder: false })) };
}

/** @param {OpenCall} call */
export function runScript(call) {
  return run(call, call.params.script, call.query.get('script.param') ?? '');
}

/**
 * The call with its scripts: `script.prerequest` before it, `script.presort` and `script` after it
 * (sorting changes nothing that these scripts see).
 *
 * @param {(call: OpenCall) => object} work
 * @returns {(call: OpenCall) => object}
 */
export function withScripts(work) {
  return (call) => {
    const before = runNamed(call, '.prerequest');
    const result = work(call);
    return { ...result, ...before, ...runNamed(call, '.presort'), ...runNamed(call, '') };
  };
}

/** @param {OpenCall} call @param {''|'.prerequest'|'.presort'} moment @returns {Record<string, string>} */
function runNamed(call, moment) {
  // In the address of a GET or DELETE, in the body of a POST or PATCH.
  const inQuery = call.method === 'GET' || call.method === 'DELETE';
  const given = (/** @type {string} */ name) => (inQuery ? call.query.get(name) : call.json[name]) ?? undefined;
  const name = given(`script${moment}`);
  if (name === undefined) return {};
  const outcome = run(call, String(name), String(given(`script${moment}.param`) ?? ''));
  return Object.fromEntries(Object.entries(outcome).map(([key, value]) => [`${key}${moment}`, value]));
}

/** @param {OpenCall} call @param {string} name @param {string} parameter @returns {Outcome} */
function run({ database }, name, parameter) {
  const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (!script) return { scriptError: '104' }; // a missing script is an OK answer with this in it
  const runs = (database.scriptRuns.get(name) ?? 0) + 1;
  database.scriptRuns.set(name, runs);
  return script(parameter, runs);
}
