/** Identifiers in the shapes that Amazon ECS gives them, from the random source that the local AWS was given. */
export type Random = () => number;

const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const LETTERS = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz`;

function draw(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

export const taskId = (random: Random): string => draw(random, HEX, 32);
export const serviceDeploymentId = (random: Random): string => draw(random, LETTERS, 21);
/** 19 digits that do not begin with 0, as service revisions and `ecs-svc/…` have them. */
export const revisionNumber = (random: Random): string => draw(random, '123456789', 1) + draw(random, DIGITS, 18);
export const pauseHookId = (random: Random): string => `ecs-pause-${draw(random, `${LETTERS}_-`, 43)}`;

export function uuid(random: Random): string {
  const part = (length: number): string => draw(random, HEX, length);
  return [part(8), part(4), `4${part(3)}`, `a${part(3)}`, part(12)].join('-');
}
