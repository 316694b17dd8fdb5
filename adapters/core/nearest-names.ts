import { editDistance } from './edit-distance';

const MOST = 8;
/** What is longer is no slip of a name, and would take its length times theirs to compare. */
const LONGEST = 60;

/** Names as a list for people, those that a mistyped one is nearest to first; the rest is counted. */
export function nearestNames(mistyped: string, known: readonly string[]): string {
  const word = mistyped.slice(0, LONGEST).toLowerCase();
  const sorted = known
    .map((name, place) => ({ name, place, apart: editDistance(word, name.toLowerCase()) }))
    .sort((a, b) => a.apart - b.apart || a.place - b.place)
    .map(({ name }) => name);
  const more = sorted.length - MOST;
  return `${sorted.slice(0, MOST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
