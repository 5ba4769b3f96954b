/**
 * How alike two words are, 0 to 1: one less the share of letters that must be changed, left out, put in or swapped with
 * the next (optimal string alignment), by the longer word. What is less than `least` may come out as 0.
 */
export function likeness(one: string, other: string, least = 0.5): number {
  if (one === other) return 1;
  const longer = Math.max(one.length, other.length);
  const most = longer * (1 - least);
  // Lengths or letters too far apart can't come out alike, in whatever order they stand.
  if (longer === 0 || Math.abs(one.length - other.length) > most) return 0;
  if (least > 0.5 && letterSteps(one, other) > most) return 0;
  return 1 - steps(one, other) / longer;
}

const counts = new Int8Array(128);

/** How many letters at least must change: those of the one that the other doesn't have, whatever their order. */
function letterSteps(one: string, other: string): number {
  counts.fill(0);
  for (let at = 0; at < one.length; at += 1) counts[one.charCodeAt(at) & 127]! += 1;
  for (let at = 0; at < other.length; at += 1) counts[other.charCodeAt(at) & 127]! -= 1;
  let [more, less] = [0, 0];
  for (const count of counts) {
    if (count > 0) more += count;
    else less -= count;
  }
  return Math.max(more, less);
}

function steps(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(last[column]! + 1, now[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) least = Math.min(least, before[column - 2]! + 1);
      now.push(least);
    }
    before = last;
    last = now;
  }
  return last[other.length]!;
}
