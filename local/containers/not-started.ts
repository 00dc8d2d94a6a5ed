/** Why a container's process never ran, in Docker's words. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
}
