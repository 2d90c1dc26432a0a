import { later } from '../../../ui/later.tsx'

/** The code of the rows is loaded when the window is visible. A row that is rendered earlier reserves its space. */
export const TransferRow = later(
  async () => (await import('./transfer-row.tsx')).TransferRow,
  <div className="h-8.5" />,
)
