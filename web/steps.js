// @ts-check
// The path at the side: where the person is, what is done, what comes.
import { byId, hiddenText } from './dom.js';

const STEPS = /** @type {const} */ (['sign-in', 'tokens', 'session', 'call']);
/** @typedef {typeof STEPS[number]} Step */

/** @param {Step} step */
const itemOf = (step) => /** @type {HTMLElement} */ (document.querySelector(`[data-step="${step}"]`));

/** Who chooses a step that is not there yet is shown what comes before it. */
export function watchSteps() {
  for (const step of STEPS) {
    itemOf(step).addEventListener('click', () => {
      if (!byId(step, HTMLElement).hidden) return;
      const current = [...STEPS].reverse().find((each) => !byId(each, HTMLElement).hidden) ?? STEPS[0];
      byId(`${current}-title`, HTMLElement).focus();
    });
  }
}

/** Sections that cannot be used yet are not there. @param {Step} current */
export function showStep(current) {
  const at = STEPS.indexOf(current);
  // Tokens and session come together: the tokens are there, and the session is what is next.
  STEPS.forEach((step, index) => {
    const item = itemOf(step);
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
