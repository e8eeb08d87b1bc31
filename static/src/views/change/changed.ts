/** What an intervention is made of: tokens that are masked and heads that are off, each in or out. */
import type { HeadRef } from "../../data/types.ts";

type Changed = { mask: readonly number[]; ablate: readonly HeadRef[] };

/** @returns in reading order */
export function toggledToken({ mask }: Changed, token: number): { mask: number[] } {
  return { mask: mask.includes(token) ? mask.filter((one) => one !== token) : [...mask, token].sort((a, b) => a - b) };
}

/** @returns by layer and head */
export function toggledHead({ ablate }: Changed, { layer, head }: HeadRef): { ablate: HeadRef[] } {
  const without = ablate.filter((one) => one.layer !== layer || one.head !== head);
  if (without.length < ablate.length) return { ablate: without };
  return { ablate: [...ablate, { layer, head }].sort((a, b) => a.layer - b.layer || a.head - b.head) };
}
