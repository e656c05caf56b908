// Nobody signs out or calls stop(): the program is to end by itself.
import process from 'node:process';
import { firstContact } from './first-contact.mjs';

console.log(await firstContact(JSON.parse(process.env.FMID_SETTINGS)));
