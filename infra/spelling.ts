/** `on-alarm` → `OnAlarm` */
export function pascal(name: string): string {
  return name.replaceAll(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
}

/** `StopDeployment` → `stop-deployment` */
export function kebab(name: string): string {
  return name.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase();
}
