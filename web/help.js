// @ts-check
// From an error to the paragraph of the page that says what else can be done.
import { button, byId } from './dom.js';

/** Code → id in the section "When it does not work". @type {Record<string, string>} */
const ABOUT = {
  wrong_credentials: 'help-external',
  too_many_attempts: 'help-lockout',
  fm_too_many_attempts: 'help-lockout',
  limit_exceeded: 'help-lockout',
  blocked_for_security: 'help-security',
  forbidden: 'help-security',
  clock_wrong: 'help-clock',
  wrong_code: 'help-clock',
  wasm_unavailable: 'help-lockdown',
  offline: 'help-offline',
  network_failed: 'help-offline',
  cors_refused: 'help-cors',
  relay_refused: 'help-cors',
  fm_privileges: 'help-fmrest',
  fm_account_refused: 'help-fmrest',
  fm_team_refused: 'help-fmrest',
  fm_not_found: 'help-data-api',
  fm_unauthorized: 'help-data-api',
  fm_file_unavailable: 'help-data-api',
};

/** @param {string} code @returns {HTMLElement[]} a button that opens the paragraph, or none */
export function helpLink(code) {
  const id = ABOUT[code];
  if (!id) return [];
  const open = () => {
    const details = byId(id, HTMLDetailsElement);
    details.open = true;
    const summary = /** @type {HTMLElement} */ (details.querySelector('summary'));
    summary.focus();
    summary.scrollIntoView({ block: 'center' });
  };
  return [button('moreAbout', open, 'link')];
}
