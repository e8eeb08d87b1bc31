/** Drawing anew only what is made of something new. */

/** @returns {(...inputs: unknown[]) => boolean} whether any of them is another than the last time */
export function createChanged() {
  /** @type {unknown[] | null} */
  let known = null;
  return (...inputs) => {
    const same = known !== null && known.length === inputs.length && known.every((one, i) => Object.is(one, inputs[i]));
    known = inputs;
    return !same;
  };
}
