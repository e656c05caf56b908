// @ts-check
// Sends exactly these bytes: fetch would tidy addresses and headers up first.
import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * @param {number} port
 * @param {string} path
 * @param {{ method?: string, headers?: Record<string, string>, body?: string }} [options]
 * @returns {Promise<{ status: number, headers: string, body: any }>} body: its JSON, where it is JSON
 */
export async function raw(port, path, { method = 'GET', headers = {}, body = '' } = {}) {
  const all = { host: `127.0.0.1:${port}`, connection: 'close', ...(body && { 'content-length': String(Buffer.byteLength(body)) }), ...headers };
  return rawText(port, `${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
}

/** @param {number} port @param {string} text */
export async function rawText(port, text) {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => (answer += chunk)).on('error', () => {}).write(text);
  await once(socket, 'close');
  const [head, ...rest] = answer.split('\r\n\r\n');
  const json = rest.join('\r\n\r\n').match(/\{.*\}/s)?.[0];
  return { status: Number(head.split(' ')[1]), headers: head, body: json ? JSON.parse(json) : undefined };
}
