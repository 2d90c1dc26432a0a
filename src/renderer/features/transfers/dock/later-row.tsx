import { later } from '../../../ui/later.tsx'

/** Rows are fetched once the window stands; one that comes sooner has its room meanwhile. */
export const TransferRow = later(
  async () => (await import('./transfer-row.tsx')).TransferRow,
  <div className="h-8.5" />,
)
