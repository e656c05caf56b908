// @ts-check
// A clock for clients that cannot be given one: Date itself, moved for all of them, and for the sandbox, alike.

const RealDate = Date;
let offset = 0;

class MovedDate extends RealDate {
  /** @param {any[]} given */
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset);
    else super(.../** @type {[any]} */ (given));
  }

  static now() {
    return RealDate.now() + offset;
  }
}

/** From here on Date can be moved. */
export function holdTime() {
  globalThis.Date = /** @type {DateConstructor} */ (/** @type {unknown} */ (MovedDate));
}

/** Date is the machine's again. */
export function letTimeGo() {
  globalThis.Date = RealDate;
  offset = 0;
}

/** @param {number} minutes */
export function pass(minutes) {
  offset += minutes * 60_000;
}
