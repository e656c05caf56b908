// @ts-check
// The path at the side: where the person is, what is done, what comes.
import { byId, hiddenText } from './dom.js';

const STEPS = /** @type {const} */ (['sign-in', 'tokens', 'session', 'call']);
/** @typedef {typeof STEPS[number]} Step */

/** Sections that cannot be used yet are not there. @param {Step} current */
export function showStep(current) {
  const at = STEPS.indexOf(current);
  // Tokens and session come together: the tokens are there, and the session is what is next.
  STEPS.forEach((step, index) => {
    const item = /** @type {HTMLElement} */ (document.querySelector(`[data-step="${step}"]`));
    const link = /** @type {HTMLAnchorElement} */ (item.querySelector('a'));
    const there = index <= at;
    byId(step, HTMLElement).hidden = !there;
    item.classList.toggle('done', index < at);
    item.classList.toggle('current', index === at);
    if (there) link.setAttribute('href', `#${step}`);
    else link.removeAttribute('href');
    if (index === at) link.setAttribute('aria-current', 'step');
    else link.removeAttribute('aria-current');
    link.querySelector('.hidden-text')?.remove();
    if (index < at) link.append(hiddenText('done'));
  });
}
