const NAMES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', ia32: '386', arm: 'arm' };

/** This machine's architecture, in the words of image manifests. */
export function machineArchitecture(): string {
  return NAMES[process.arch] ?? process.arch;
}
