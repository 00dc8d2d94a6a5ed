import type { Mutant } from '../mutant.ts';

const WRITES = 'functions/aws/deployment-transactions.ts';
const STORE = 'functions/aws/dynamo-deployments.ts';
const HEAD = 'functions/aws/dynamo-head.ts';
const BEGIN = 'functions/aws/dynamo-begin.ts';
const VERSIONS = 'functions/aws/dynamo-versions.ts';

/** Conditions, fences and orders of writes that are left out. */
export const STORE_MUTANTS: readonly Mutant[] = [
  {
    id: 'lock-taken-from-another',
    file: WRITES,
    from: "`attribute_not_exists(live)${takesQueued ? ' AND queued.digest = :digest' : ''}`",
    to: "`attribute_not_exists(live) OR attribute_exists(live)${takesQueued ? ' OR queued.digest = :digest' : ''}`",
    breaks: 'Two deployments of one service run at once, each moving the traffic of the other.',
  },
  {
    id: 'verdict-written-twice',
    file: WRITES,
    from: "ConditionExpression: 'deployment.#status <> :ended',\n    ExpressionAttributeNames: names,",
    to: "ConditionExpression: 'deployment.#status <> :ended OR attribute_exists(pk)',\n    ExpressionAttributeNames: names,",
    breaks: 'A late retry turns the verdict of a deployment that is over into another one.',
    peer: 'spinnaker #7921',
  },
  {
    id: 'lock-freed-by-anybody',
    file: WRITES,
    from: 'ConditionExpression: `live.id = :id${nothingQueued',
    to: 'ConditionExpression: `attribute_exists(pk)${nothingQueued',
    breaks: 'A deployment that ended long ago frees the lock of the one that runs now.',
  },
  {
    id: 'record-begun-anew',
    file: WRITES,
    from: "ConditionExpression: 'attribute_not_exists(pk)',",
    to: "ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(pk)',",
    breaks: 'The same push, delivered again after the end, puts an ended deployment back to the start.',
    peer: 'spinnaker #7921',
  },
  {
    id: 'queue-emptied-by-anybody',
    file: WRITES,
    from: "${takesQueued ? ' REMOVE queued' : ''}",
    to: ' REMOVE queued',
    breaks: 'A version that waited for its turn is forgotten when another one starts.',
  },
  {
    id: 'queue-never-emptied',
    file: WRITES,
    from: "${takesQueued ? ' REMOVE queued' : ''}",
    to: '',
    breaks: 'A version whose turn came is deployed again and again.',
  },
  {
    id: 'advance-without-fence',
    file: HEAD,
    from: 'ConditionExpression: `live.id = :id${goesForward',
    to: 'ConditionExpression: `attribute_exists(pk) OR live.id = :id${goesForward',
    breaks: 'A step of a deployment that is over writes into the one that runs now.',
  },
  {
    id: 'stop-without-fence',
    file: HEAD,
    from: "ConditionExpression: 'live.id = :id AND attribute_not_exists(live.settled)',",
    to: "ConditionExpression: 'attribute_exists(live) AND attribute_not_exists(live.settled)',",
    breaks: 'The alarm of one deployment takes back the next one.',
  },
  {
    id: 'stop-heard-while-success-is-written',
    file: HEAD,
    from: "ConditionExpression: 'live.id = :id AND attribute_not_exists(live.settled)',",
    to: "ConditionExpression: 'live.id = :id',",
    breaks: 'An alarm is taken for heard, and what it fired at is a success all the same.',
  },
  {
    id: 'success-written-over-a-stop',
    file: WRITES,
    from: "'live.id = :id AND attribute_not_exists(live.stopRequested)'",
    to: "'live.id = :id'",
    breaks:
      'A person who takes a deployment back at its last moment is told that it is done, and the new version stays.',
  },
  {
    id: 'second-verdict-told',
    file: STORE,
    from: 'if (resumed && record.verdict !== verdict) return;',
    to: '',
    breaks: 'People are told two different ends of one deployment.',
  },
  {
    id: 'verdict-not-told-after-a-crash',
    file: STORE,
    from: 'if (!resumed || !(await isTold(id, verdict))) await log(line);',
    to: 'if (!resumed) await log(line);',
    breaks: 'A crash at the wrong moment, and nobody is told how a deployment ended.',
  },
  {
    id: 'told-before-written',
    file: STORE,
    from: 'if (!resumed) await documents.update(endRecord(table, deployment));\n        if (!resumed || !(await isTold(id, verdict))) await log(line);',
    to: 'if (!resumed || !(await isTold(id, verdict))) await log(line);\n        if (!resumed) await documents.update(endRecord(table, deployment));',
    breaks: 'A success is announced that then becomes something else.',
  },
  {
    id: 'freed-before-written',
    file: STORE,
    from: 'if (!resumed) await documents.update(endRecord(table, deployment));',
    to: 'await documents.update(freeLock(table, deployment, after));\n        if (!resumed) await documents.update(endRecord(table, deployment));',
    breaks: 'After a crash a deployment has no lock and no verdict, for ever.',
  },
  {
    id: 'word-counted-by-time',
    file: STORE,
    from: '`${WORD}${approval.by}`',
    to: '`${WORD}${approval.at}`',
    breaks: 'One person approves twice, and it counts as two.',
  },
  {
    id: 'due-time-not-kept',
    file: HEAD,
    from: "dueAt === undefined ? '' : expression.startsWith('SET') ? 'SET dueAt = :dueAt, ' : 'SET dueAt = :dueAt ';",
    to: "expression === '' ? 'SET dueAt = :dueAt ' : '';",
    breaks: 'The reconciler meddles with deployments that are alive and on time.',
  },
  {
    id: 'begins-without-the-lock',
    file: BEGIN,
    from: 'await forgetUnbegun(deployment);\n      return false;',
    to: 'await putFirst(line);\n      return true;',
    breaks: 'A machine starts for a deployment that lost the race for the lock.',
  },
  {
    id: 'start-not-told-after-a-crash',
    file: BEGIN,
    from: 'if (before.live?.id === deployment.id) await putFirst(line);',
    to: 'if (before.live?.id === deployment.id) return false;',
    breaks: 'A crash at the wrong moment, and nobody is told that a deployment began.',
  },
  {
    id: 'version-written-over',
    file: VERSIONS,
    from: "ConditionExpression: 'attribute_not_exists(pk)',",
    to: "ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(pk)',",
    breaks: 'A push that is seen twice is decided twice, and its history is lost.',
  },
  {
    id: 'second-tag-lost',
    file: VERSIONS,
    from: "tag === undefined ? '' : ' ADD tags :tag'",
    to: "decisions.length > 0 ? '' : ' ADD tags :tag'",
    breaks: 'An image that is pushed under a second tag is not found under it.',
  },
  {
    id: 'log-line-written-over',
    file: 'functions/aws/log-line-item.ts',
    from: "ConditionExpression: 'attribute_not_exists(pk)',",
    to: "ConditionExpression: 'attribute_not_exists(pk) OR attribute_exists(pk)',",
    breaks: 'Of two log lines at once one is lost.',
  },
  {
    id: 'failed-machine-taken-for-running',
    file: 'functions/aws/sfn-machines.ts',
    from: "return status !== 'RUNNING';",
    to: "return status === 'SUCCEEDED';",
    breaks: 'A deployment whose machine died, and whose event was lost, holds its lock for ever.',
    peer: 'spinnaker #5952',
  },
  {
    id: 'execution-without-a-name',
    file: 'functions/aws/sfn-machines.ts',
    from: 'name: deployment,',
    to: 'name: `${deployment}-${performance.now()}`,',
    breaks: 'A start that is sent twice runs a deployment twice.',
  },
];
