import { firstContact } from './first-contact.mjs';

export const handler = async (settings) => ({ statusCode: 200, body: await firstContact(settings) });
