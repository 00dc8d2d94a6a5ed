import type { Mutant } from '../mutant.ts';

const DEPLOY = 'state-machines/deploy.asl.json';
const BLUE_GREEN = 'state-machines/blue-green.asl.json';
const ROLL_BACK = 'state-machines/roll-back.asl.json';
const ROLLING = 'state-machines/rolling.asl.json';

/** States that take another way, or lack a net. */
export const MACHINE_MUTANTS: readonly Mutant[] = [
  {
    id: 'failed-strategy-verified',
    file: DEPLOY,
    from: `{ "Condition": "{% $moved = 'moved' %}", "Next": "Verify" },`,
    to: `{ "Condition": "{% $moved = 'moved' %}", "Next": "Verify" }, { "Condition": "{% $moved = 'failed' %}", "Next": "Close as succeeded" },`,
    breaks: 'A deployment that was taken back is told as a success.',
    peer: 'containers-roadmap #1488',
  },
  {
    id: 'superseded-rolled-back',
    file: DEPLOY,
    from: `{ "Condition": "{% $moved = 'superseded' %}", "Next": "Close as superseded" },`,
    to: `{ "Condition": "{% $moved = 'superseded' and $plan.machine = '' %}", "Next": "Close as superseded" },`,
    breaks: 'What somebody deployed around Belay is taken back.',
  },
  {
    id: 'failed-way-back-told-as-done',
    file: DEPLOY,
    from: `{ "Condition": "{% $back = 'moved' %}", "Next": "Close as rolled back" }`,
    to: `{ "Condition": "{% $back = 'moved' or $back = 'failed' %}", "Next": "Close as rolled back" }`,
    breaks: 'A way back that failed is told as done, and no person is called.',
    peer: 'argo-rollouts #3333',
  },
  {
    id: 'approval-in-the-machine-skipped',
    file: DEPLOY,
    from: '"Condition": "{% $plan.approvals = 0 %}"',
    to: '"Condition": "{% $plan.approvals >= 0 %}"',
    breaks: 'A deployment that needs approval goes without.',
  },
  {
    id: 'late-approval-counts',
    file: DEPLOY,
    from: `{ "ErrorEquals": ["States.Timeout"], "Next": "Close as refused", "Assign": { "because": "nobody approved in time" } },`,
    to: `{ "ErrorEquals": ["States.Timeout"], "Next": "Capture rollback point" },`,
    breaks: 'A deployment that nobody approved goes when its time is over.',
  },
  {
    id: 'one-try-back',
    file: ROLL_BACK,
    from: '"Condition": "{% $tries < 2 %}"',
    to: '"Condition": "{% $tries < 0 %}"',
    breaks: 'Where ECS cannot go back by itself nobody does, and the broken version serves on.',
  },
  {
    id: 'way-back-waits-for-ever',
    file: ROLL_BACK,
    from: `      "TimeoutSeconds": "{% $plan.deadlines.rollBack %}",\n`,
    to: '',
    breaks: 'A way back whose event was lost never ends.',
    peer: 'argo-rollouts #4128',
  },
  {
    id: 'stop-waits-for-ever',
    file: ROLL_BACK,
    from: `      "TimeoutSeconds": "{% $states.input.plan.deadlines.rollBack %}",\n`,
    to: '',
    breaks: 'A way back whose event was lost never ends.',
    peer: 'argo-rollouts #4128',
  },
  {
    id: 'roll-out-waits-for-ever',
    file: ROLLING,
    from: `      "TimeoutSeconds": "{% $states.input.plan.deadlines.rollOut %}",\n`,
    to: '',
    breaks: 'A deployment whose event was lost never ends.',
    peer: 'argo-rollouts #4128',
  },
  {
    id: 'scale-up-waits-for-ever',
    file: BLUE_GREEN,
    from: `      "TimeoutSeconds": "{% $states.input.plan.deadlines.scaleUp %}",\n`,
    to: '',
    breaks: 'A version that never becomes healthy is waited for for weeks.',
    peer: 'argo-rollouts #4128',
  },
  {
    id: 'unclear-outcome-moves',
    file: ROLLING,
    from: '"Next": "Superseded" }\n      ],\n      "Default": "Taken back"',
    to: '"Next": "Superseded" }\n      ],\n      "Default": "Moved"',
    breaks: 'A rolling deployment that failed goes on as if it had not.',
  },
  {
    id: 'unclear-judgement-goes',
    file: BLUE_GREEN,
    from: `{ "Condition": "{% $next = 'superseded' %}", "Next": "Superseded" }\n      ],\n      "Default": "Taken back"\n    },\n    "Run commands before traffic"`,
    to: `{ "Condition": "{% $next = 'superseded' %}", "Next": "Superseded" }\n      ],\n      "Default": "Shift traffic and bake"\n    },\n    "Run commands before traffic"`,
    breaks: 'A version that was judged unfit gets the traffic.',
    peer: 'argo-rollouts #1411',
  },
  {
    id: 'timed-out-gate-finishes',
    file: BLUE_GREEN,
    from: `{ "ErrorEquals": ["States.Timeout"], "Next": "Taken back", "Assign": { "because": "{% 'nobody decided in time: ' & $because %}" } },`,
    to: `{ "ErrorEquals": ["States.Timeout"], "Next": "Finish" },`,
    breaks: 'A version that a person should have decided on is kept because nobody did.',
  },
];
