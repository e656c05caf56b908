// @ts-check
// FileMaker hosts that are none: each answers every call in a way of its own.
import { createServer } from 'node:net';

/** @typedef {import('node:net').Socket} Socket */

/** @param {Socket} socket @param {string} text @param {number} ms */
function drip(socket, text, ms) {
  const again = setInterval(() => socket.write(text), ms);
  socket.on('close', () => clearInterval(again));
}

/** @type {Record<string, (socket: Socket) => void>} */
const ANSWERS = {
  'status 000': (socket) => void socket.end('HTTP/1.1 000 Zero\r\ncontent-length: 0\r\n\r\n'),
  'status 101': (socket) => void socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
  reset: (socket) => void socket.resetAndDestroy(),
  'no HTTP': (socket) => void socket.end('\0\x01\x02\x03'),
  'two lengths': (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'),
  redirect: (socket) => void socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n'),
  script: (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 27\r\n\r\n<script>alert(1)</script>\r\n'),
  'half an answer': (socket) => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\nhalf'),
  silence: () => {},
  '102 again and again': (socket) => drip(socket, 'HTTP/1.1 102 Processing\r\n\r\n', 200),
  'a byte at a time': (socket) => (socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n'), drip(socket, 'x', 200)),
};

/** Listening, each on a port of its own. */
export async function hostileHosts() {
  /** @type {Set<Socket>} */
  const sockets = new Set();
  const all = await Promise.all(Object.entries(ANSWERS).map(async ([kind, answer]) => {
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
      socket.once('data', () => answer(socket));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    return { kind, server, name: `127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}` };
  }));
  return {
    hosts: all.map(({ kind, name }) => ({ kind, name })),
    urls: all.map(({ name }) => `http://${name}`),
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(all.map(({ server }) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
