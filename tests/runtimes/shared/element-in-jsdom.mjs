// What a user's test does in jsdom: the form is there, is filled in, and opens the database.
import 'fmid/element';

const until = async (look) => {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

export async function contactByElement({ pool, host, username, password }) {
  const element = Object.assign(document.createElement('fmid-sign-in'), { ...pool, host, database: 'Contacts' });
  const session = new Promise((resolve, reject) => {
    element.addEventListener('fmid-session', ({ detail }) => resolve(detail));
    element.addEventListener('fmid-error', ({ detail }) => reject(detail));
  });
  session.catch(() => {});
  document.body.append(element);
  const find = (selector) => until(() => element.shadowRoot.querySelector(selector));
  const type = async (id, text) => {
    const input = await find(`#${id}`);
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  await type('username', username);
  await type('password', password);
  (await find('[type=submit]')).click();
  await Promise.race([type('code', '123456'), session]);
  const { records } = await (await session).list('Contacts', { limit: 1 });
  return records[0].fieldData.Name;
}
