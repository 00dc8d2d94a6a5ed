/** What each role of the stack is for, by the beginning of its name in the template. */
export const WHY_ROLES = {
  Api: 'Answers people, pipelines and the command line: reads all that there is to show, begins deployments, takes them back.',
  OnImagePushed: 'Records what was pushed, decides for each service, and begins what the policies ask for.',
  OnEcsEvent:
    'Looks what ECS has done, wakes who waits for it, counts dead tasks, and lets deployments of others through.',
  OnAlarm:
    'The shortest way back: stops what is under way, or begins a rollback in the watch window. What it was too late to stop it reads, and hands on.',
  OnExecutionEnded:
    'Closes what a machine left open: tells ECS to go back, puts the service back, keeps last words, starts what waited.',
  OnChange: 'The outbox: reads the stream of the deployments, and tells the bus.',
  OnDue: 'A time has come: ends a bake, starts what waited, tells a person of a way back that is late.',
  OnRehearsal: 'Keeps how a rehearsal went, and stops its task.',
  NotifySlack: 'Reads the address of Slack and what is to be told.',
  Reconcile:
    'Finds what no event told: wakes, closes, records, begins. Everything that those may do who should have done it.',
  CheckPoints: 'Looks every day whether the ways back could be gone.',
  Plan: 'Reads all that could stand in the way. Writes the plan, and touches nothing else.',
  CaptureRollbackPoint:
    'Keeps what runs, lets the oldest point go, and registers the new revision with task roles of the owner.',
  StartDeployment: 'Lets ECS begin, and waits.',
  RunChecks: 'Starts the commands of a gate as tasks that are marked as checks, and waits.',
  Judge: 'Reads alarms, targets, figures, patterns in the logs and how the commands ended; stops those that are late.',
  ContinueDeployment: 'Lets ECS past a gate, and waits for the next.',
  Bake: 'One more time under watch: makes a schedule, and waits.',
  WaitForPerson: 'Waits for a person. It reads nothing of ECS.',
  WaitForApproval: 'Waits for those who must agree. It reads nothing of ECS.',
  EndOldWork: 'Takes the protection from old tasks, and waits.',
  Look: 'Reads where ECS stands, after a wait that took too long.',
  StopDeployment: 'Tells ECS to go back, and has somebody look whether it was in time.',
  RestoreOldVersion: 'Deploys the captured revision again, registered anew where it is gone, and waits.',
  ReadOutcome:
    'Notes which deployment of ECS is the way back where nobody has, reads whether the old version serves, and counts the commands that are to be run now that it does.',
  RunCommand: 'Starts a command of the way back as a task that is marked as a check, and waits.',
  LookAtCommand: 'Reads how such a command ended, after a wait that took too long; stops it where it runs on.',
  Verify: 'Reads whether the new version serves.',
  Close: 'Puts the service back as it was found, writes the verdict, keeps last words, starts what waited.',
  Schedule: 'Taken by the schedules: invokes what they wake, and nothing else.',
  DeployMachine:
    'Runs its steps, and the machine of the strategy, which it follows by a rule that Step Functions manages.',
  BlueGreenMachine: 'Runs its steps.',
  CanaryMachine: 'Runs its steps.',
  LinearMachine: 'Runs its steps.',
  RollingMachine: 'Runs its steps.',
  ImmediateMachine: 'Runs its steps.',
  GracefulMachine: 'Runs its steps.',
  RollBackMachine: 'Runs its steps.',
} as const;
