/** A logistic regression: a starting point and a weight for each column. */
export interface Fitted {
  readonly start: number;
  readonly weights: readonly number[];
}

/** One row to fit on: its columns, its label, and how much it counts. */
export interface Row {
  readonly columns: readonly number[];
  readonly same: boolean;
  readonly counts: number;
}

/** The sum that a row comes to. */
export const sumOf = ({ start, weights }: Fitted, columns: readonly number[]): number =>
  columns.reduce((sum, value, at) => sum + value * (weights[at] as number), start);

/**
 * Fits by Newton's method, with a ridge that keeps weights small that nothing speaks for. The counts of the rows should
 * add up to their number.
 */
export function fitted(rows: readonly Row[], ridge: number, rounds = 25): Fitted {
  const width = (rows[0] as Row).columns.length + 1;
  let weights = new Array<number>(width).fill(0);
  for (let round = 0; round < rounds; round += 1) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : -ridge * weight));
    const hessian = Array.from({ length: width }, (_, row) =>
      Array.from({ length: width }, (__, column) => (row === column && row > 0 ? ridge : row === column ? 1e-9 : 0)),
    );
    for (const { columns, same, counts } of rows) {
      const values = [1, ...columns];
      const sum = values.reduce((total, value, at) => total + value * (weights[at] as number), 0);
      const likely = 1 / (1 + Math.exp(-sum));
      const off = counts * ((same ? 1 : 0) - likely);
      const spread = counts * likely * (1 - likely);
      for (const [row, value] of values.entries()) {
        if (value === 0) continue;
        gradient[row] = (gradient[row] as number) + off * value;
        const line = hessian[row] as number[];
        for (let column = 0; column <= row; column += 1)
          line[column] = (line[column] as number) + spread * value * (values[column] as number);
      }
    }
    for (let row = 0; row < width; row += 1)
      for (let column = row + 1; column < width; column += 1)
        (hessian[row] as number[])[column] = (hessian[column] as number[])[row] as number;
    const step = solved(hessian, gradient);
    weights = weights.map((weight, at) => weight + (step[at] as number));
    if (Math.max(...step.map(Math.abs)) < 1e-6) break;
  }
  const [start = 0, ...rest] = weights;
  return { start, weights: rest };
}

/** Solves a system of linear equations by elimination with the largest pivot. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, at) => [...row, right[at] as number]);
  for (let at = 0; at < size; at += 1) {
    let pivot = at;
    for (let row = at + 1; row < size; row += 1)
      if (Math.abs(rows[row]![at]!) > Math.abs(rows[pivot]![at]!)) pivot = row;
    [rows[at], rows[pivot]] = [rows[pivot] as number[], rows[at] as number[]];
    for (let row = at + 1; row < size; row += 1) {
      const times = rows[row]![at]! / rows[at]![at]!;
      if (times === 0) continue;
      for (let column = at; column <= size; column += 1) rows[row]![column]! -= times * rows[at]![column]!;
    }
  }
  const result = new Array<number>(size).fill(0);
  for (let at = size - 1; at >= 0; at -= 1) {
    let sum = rows[at]![size]!;
    for (let column = at + 1; column < size; column += 1) sum -= rows[at]![column]! * result[column]!;
    result[at] = sum / rows[at]![at]!;
  }
  return result;
}
