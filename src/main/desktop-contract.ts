import { z } from 'zod'
import { once } from '../lib/call-shape.ts'

const atPath = z.object({ path: z.string().min(1) })
const nothing = z.object({})

/** What the host process asks of the main process, as only that can do it. */
export const desktopContract = {
  desktop: {
    /** Fails with `unsupported` where the system has no trash for that path. */
    trashItem: once(atPath, nothing),
    /** Shows an entry in the system's own file manager. */
    showInFolder: once(atPath, nothing),
  },
}
export type DesktopContract = typeof desktopContract
