import { setTimeout as wait } from 'node:timers/promises';

/** Waits for a condition, not for a time; gives up long after it should have come true. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms for ${condition.toString().slice(0, 200)}`);
    await wait(10);
  }
}
