/** What AWS leaves open, as far as this ECS follows it: the names and values of the switches of the local one. */
export interface Variants {
  readonly deploymentArnLagSeconds: number;
  readonly hookEvents: 'sent' | 'lost';
  readonly failedEvent: 'sent' | 'absent';
  readonly alarmAlreadyFiring: 'ignored' | 'failsDeployment';
  readonly alarmPolling: 'works' | 'missesAlarms';
  readonly stopDuringCleanUp: 'rollsBack' | 'endsSuccessful';
  readonly rollbackWithoutTarget: 'ROLLBACK_FAILED' | 'stalls';
  readonly updateWithoutChange: 'startsNothing' | 'startsDeployment';
}

export const USUAL: Variants = {
  deploymentArnLagSeconds: 0,
  hookEvents: 'sent',
  failedEvent: 'sent',
  alarmAlreadyFiring: 'ignored',
  alarmPolling: 'works',
  stopDuringCleanUp: 'rollsBack',
  rollbackWithoutTarget: 'ROLLBACK_FAILED',
  updateWithoutChange: 'startsNothing',
};
