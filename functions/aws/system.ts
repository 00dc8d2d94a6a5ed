import { randomInt } from 'node:crypto';
import type { Clock, Dice } from '../../core/ports.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

export const systemDice: Dice = {
  letters: (count) => Array.from({ length: count }, () => LETTERS.charAt(randomInt(LETTERS.length))).join(''),
};
