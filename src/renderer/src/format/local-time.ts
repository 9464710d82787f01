const two = (part: number): string => String(part).padStart(2, '0');

/** A moment as a field for date and time holds it: in the user's zone, to the second. */
export function toLocalInput(time: number): string {
  const date = new Date(time);
  const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** The moment that such a field holds; null when it is empty or incomplete. */
export function fromLocalInput(text: string): number | null {
  const time = text === '' ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(time) ? null : Math.max(0, time);
}

/** The last millisecond of the second: who names 10:57:31 means all that happened in it. */
export const endOfSecond = (time: number): number => Math.floor(time / 1000) * 1000 + 999;
