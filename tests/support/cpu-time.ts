/** Milliseconds of work that something costs this process, whatever else the machine does meanwhile. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000;
}
