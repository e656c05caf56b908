// @ts-check
// fmid session: a Data API token.
import { needed, withIdToken } from '../command/host.js';
import { bold, printable } from '../command/io.js';
import { SIGN_IN_OPTIONS, describeOptions, readArguments } from '../command/options.js';
import { field, printJson } from '../command/output.js';
import { clientFor } from '../command/given.js';

const NAMES = ['host', 'database', ...SIGN_IN_OPTIONS, 'json', 'field'];

export const help = `
Usage: fmid session --host HOST --database NAME [options]

Opens a session of the FileMaker Data API and prints its token, for
Authorization: Bearer. The session stays open: it ends 15 minutes after its last
use. Signs in as fmid token does, or takes the ID token in FMID_ID_TOKEN.

Examples
  fmid session --host acme.account.filemaker-cloud.com --database Contacts --cache ~/.fmid.json
  token=$(fmid session --field token)          with FMID_HOST, FMID_DATABASE and FMID_CACHE set

${describeOptions(NAMES, [['', '--field takes token, host, database or expiresAt']])}
`;

/**
 * @param {string[]} argv
 * @param {import('../command/io.js').Io} io
 */
export async function run(argv, io) {
  const { values } = readArguments(argv, io.env, NAMES);
  const where = { host: needed(values, 'host'), database: needed(values, 'database') };
  const client = await clientFor(values, io);
  const { token, host, database, expiresAt } = await withIdToken(values, io, (idToken) => client.openSession({ ...where, idToken, signal: io.signal }));
  const session = { token, host, database, expiresAt };
  if (values.field) return field(io, session, values.field);
  if (values.json) return printJson(io, session);
  io.stdout.write(`${bold(io)('Data API token')} for ${printable(database)} on ${printable(host)}, until 15 minutes after its last use (Authorization: Bearer …)\n${printable(token)}\n`);
}
