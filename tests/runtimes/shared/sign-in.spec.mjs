import { contactByElement } from './element-in-jsdom.mjs';
import { firstContact } from './first-contact.mjs';

const settings = JSON.parse(process.env.FMID_SETTINGS);

test('the client signs in', async () => {
  expect(await firstContact(settings)).toBe('Grace Müller');
});

test('the element signs in', async () => {
  expect(await contactByElement(settings)).toBe('Grace Müller');
});
