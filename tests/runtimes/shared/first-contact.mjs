// What a user's program does: signs in with a code, and asks for a record.
import { createClient } from 'fmid';

export async function firstContact({ pool, host, username, password }, options = {}) {
  const fmid = await createClient({ pool, ...options });
  await fmid.signIn({ username, password, answer: () => ({ code: '123456' }) });
  const { records } = await fmid.database({ host, database: 'Contacts' }).list('Contacts', { limit: 1 });
  return records[0].fieldData.Name;
}
