// @ts-check
// Starts a WebDriver server on a free port.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}

/** @param {string[]} command to which the port is added */
export async function startDriver([program, ...rest]) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // A group of its own, so that the browser and the X server end with it.
  const child = spawn(program, [...rest, `--port=${port}`], { stdio: 'ignore', detached: true });
  let ended = false;
  child.once('exit', () => (ended = true));
  for (let ready = false; !ready; ) {
    if (ended) throw new Error(`${[program, ...rest].join(' ')} did not start; scripts/setup installs it`);
    ready = await fetch(`${url}/status`).then(({ ok }) => ok, () => false);
    if (!ready) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      process.kill(-/** @type {number} */ (child.pid), 'SIGTERM');
      await gone;
    },
  };
}
