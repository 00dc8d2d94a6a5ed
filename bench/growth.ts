/** How something grows with size: the slope between logarithms, by least squares. 0: not at all. 1: in step with it. */
export function growth(points: readonly (readonly [size: number, amount: number])[]): number {
  const logs = points.map(([size, amount]) => [Math.log(size), Math.log(amount)] as const);
  const mean = (place: 0 | 1): number => logs.reduce((sum, point) => sum + point[place], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const along = logs.reduce((sum, [size, amount]) => sum + (size - x) * (amount - y), 0);
  const across = logs.reduce((sum, [size]) => sum + (size - x) ** 2, 0);
  return rounded(along / across, 3);
}

export function rounded(number: number, digits: number): number {
  return Number(number.toFixed(digits));
}

/** The middle one of some numbers: not moved by the few that a busy machine makes long. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
