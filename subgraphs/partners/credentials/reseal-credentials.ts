import type { Database } from '../../database/connect';
import { sealedFor } from './sealed-for';
import { log } from '../../telemetry/log';
import type { SecretBox } from './secret-box';

/** Versions that are looked at between two turns of the event loop. */
const AT_ONCE = 200;

/**
 * Seals again what was sealed with an older key, so that the older key can go. What doesn't open stays as it
 * is, and is told: it is of a key that is missing here.
 */
export async function resealCredentials(db: Database, box: SecretBox): Promise<void> {
  let after: { readonly marketplace: string; readonly version: number } = { marketplace: '', version: 0 };
  let resealed = 0;
  for (;;) {
    const rows = await db
      .selectFrom('partner_version')
      .select(['marketplace', 'version', 'credentials'])
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('marketplace', 'version'), '>', tuple(after.marketplace as never, after.version)),
      )
      .orderBy('marketplace')
      .orderBy('version')
      .limit(AT_ONCE)
      .execute();
    for (const { marketplace, version, credentials: sealed } of rows) {
      if (box.isCurrent(sealed)) continue;
      try {
        const context = sealedFor(marketplace, version);
        const credentials = box.seal(box.open(sealed, context), context);
        await db
          .updateTable('partner_version')
          .set({ credentials })
          .where('marketplace', '=', marketplace)
          .where('version', '=', version)
          .where('credentials', '=', sealed)
          .execute();
        resealed += 1;
      } catch (error) {
        log.error({ marketplace, version, error }, 'credentials could not be sealed with the newest key');
      }
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last;
  }
  if (resealed > 0) log.info({ resealed }, 'credentials are sealed with the newest key');
}
