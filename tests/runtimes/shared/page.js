// A page with the element, which opens a database; its settings are in its address.
import 'fmid/element';

const element = document.createElement('fmid-sign-in');
element.addEventListener('fmid-session', async ({ detail: contacts }) => {
  const { records } = await contacts.list('Contacts', { limit: 1 });
  document.title = records[0].fieldData.Name;
});
element.addEventListener('fmid-error', ({ detail }) => {
  document.title = detail.message;
});
Object.assign(element, { database: 'Contacts', ...JSON.parse(decodeURIComponent(location.hash.slice(1))) });
document.body.append(element);
