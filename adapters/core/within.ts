/** The promise's value if it comes in time, else the substitute; what comes later is dropped, failures too. */
export async function within<T, S>(ms: number, promise: Promise<T>, substitute: S): Promise<T | S> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<S>((resolve) => {
    timer = setTimeout(() => resolve(substitute), Math.max(0, ms));
  });
  promise.catch(() => undefined); // when it fails after its time, no one listens any more
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
