/** Drawing anew only what is made of something new. */

/** @returns whether any of them is another than the last time */
export function createChanged(): (...inputs: unknown[]) => boolean {
  let known: unknown[] | null = null;
  return (...inputs) => {
    const same = known !== null && known.length === inputs.length && known.every((one, i) => Object.is(one, inputs[i]));
    known = inputs;
    return !same;
  };
}
