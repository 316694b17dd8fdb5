/**
 * Where the sandbox's marketplaces report what becomes of orders: Pasar's receiving end. Known only once
 * Pasar is up; until then, and while Pasar is away, reports wait here in order.
 */
export interface ReportTarget {
  /** The address that paths are added to, or null. */
  set(url: string | null): void;
  /** Sends when it can; resolves with Pasar's answer. */
  post(path: string, report: Report): Promise<ReportAnswer>;
  close(): void;
}

export interface Report {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ReportAnswer {
  readonly status: number;
  readonly text: string;
}

const RETRY_MS = 500;

export function createReportTarget(): ReportTarget {
  const ended = new AbortController();
  let url: string | null = null;
  let arrived: (() => void)[] = [];

  async function target(): Promise<string> {
    while (url === null) {
      ended.signal.throwIfAborted();
      await new Promise<void>((resolve) => arrived.push(resolve));
    }
    return url;
  }

  return {
    set(to) {
      url = to;
      if (to === null) return;
      for (const wake of arrived) wake();
      arrived = [];
    },
    async post(path, { body, headers }) {
      for (;;) {
        const base = await target();
        try {
          const response = await fetch(`${base}${path}`, {
            method: 'POST',
            headers: { ...headers },
            body,
            signal: ended.signal,
          });
          return { status: response.status, text: await response.text() };
        } catch {
          ended.signal.throwIfAborted(); // any other failure is Pasar's being away: it is told again
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
      }
    },
    close() {
      ended.abort();
      for (const wake of arrived) wake();
    },
  };
}
