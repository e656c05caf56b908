// @ts-check
// Live time left. One clock drives all of them; it is not announced as it ticks.
import { t } from './language.js';

/** @type {Set<() => void>} */
const ticking = new Set();
const tickAll = () => ticking.forEach((tick) => tick());
setInterval(tickAll, 1000);
// Timers sleep in a hidden tab and in a laptop that was shut.
document.addEventListener('visibilitychange', tickAll);

/** 59:08, 1:00:00. @param {number} ms */
export function formatLeft(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/**
 * @param {HTMLElement} node where it is shown
 * @param {object} words
 * @param {string} words.over key of what is said when it is over
 * @param {HTMLElement} [words.bar] gets --left, from 1 to 0
 * @param {(over: boolean) => void} [words.onTurn] as it begins, and once when it ends
 */
export function createCountdown(node, { over, bar, onTurn }) {
  node.setAttribute('role', 'timer');
  node.setAttribute('aria-live', 'off');
  let until = 0;
  let whole = 1;
  let ended = false;

  function tick() {
    const ms = until - Date.now();
    const text = ms > 0 ? t('timeLeft', { time: formatLeft(ms) }) : t(over);
    if (node.textContent !== text) node.textContent = text;
    node.classList.toggle('over', ms <= 0);
    node.classList.toggle('soon', ms > 0 && ms < 60_000);
    bar?.style.setProperty('--left', String(Math.min(1, Math.max(0, ms / whole))));
    if (ms <= 0 && !ended) {
      ended = true;
      onTurn?.(true);
    }
  }

  return {
    /** @param {number} time milliseconds since 1970 @param {number} lifeMs how long it lives in all */
    start(time, lifeMs) {
      until = time;
      whole = lifeMs;
      ended = false;
      onTurn?.(false);
      ticking.add(tick);
      tick();
    },
    stop() {
      ticking.delete(tick);
    },
  };
}
