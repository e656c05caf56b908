// What a user's program does: signs in with a code, looks whether the token is the pool's, and asks for a record.
import { createClient } from 'fmid';
import { verifySignature } from 'fmid/verify';

export async function firstContact({ pool, host, username, password }, options = {}) {
  const fmid = await createClient({ pool, ...options });
  const { idToken } = await fmid.signIn({ username, password, answer: () => ({ code: '123456' }) });
  const verdict = await verifySignature(fmid, idToken);
  if (verdict !== 'valid') throw new Error(`the token is ${verdict}`);
  const { records } = await fmid.database({ host, database: 'Contacts' }).list('Contacts', { limit: 1 });
  return records[0].fieldData.Name;
}
