// @ts-check

/** Something that the service or the relay was told when it was started cannot be. */
export class SettingError extends Error {
  /**
   * @param {string} title what is wrong
   * @param {string} hint what to do
   */
  constructor(title, hint) {
    super(`${title} ${hint}`);
    this.title = title;
    this.hint = hint;
  }
}
