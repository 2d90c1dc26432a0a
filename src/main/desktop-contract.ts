import { z } from 'zod'
import { overallProgressSchema } from '../contract/api/host.ts'
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
    /** Opens a file in the system's program for it. Fails with `unsupported` where there is none. */
    openPath: once(atPath, nothing),
    /** Asks for a folder; none when that was put off. */
    chooseFolder: once(nothing, z.object({ path: z.string().exactOptional() })),
    /** Goes on with a drag of the window in front as one of the system. */
    dragOut: once(z.object({ paths: z.array(z.string().min(1)).min(1) }), nothing),
    /** Shows a message of the system; clicking it brings the window to the front. */
    notify: once(z.object({ title: z.string(), body: z.string() }), nothing),
    /** What the task bar shows. */
    showProgress: once(overallProgressSchema, nothing),
  },
}
export type DesktopContract = typeof desktopContract
