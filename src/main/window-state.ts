import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const windowPlaceSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(640),
  height: z.number().int().min(400),
  isMaximized: z.boolean(),
})
export type WindowPlace = Readonly<z.infer<typeof windowPlaceSchema>>

/** Where the window was when it was last closed. */
export interface WindowState {
  read(): WindowPlace | undefined
  write(place: WindowPlace): void
}

/** Kept in a small file; one that can't be read or written is no reason not to open a window. */
export function createWindowState(file: string): WindowState {
  return {
    read() {
      try {
        return windowPlaceSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
      } catch {
        return undefined
      }
    },
    write(place) {
      try {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, JSON.stringify(place))
      } catch {
        // it opens at its usual place next time
      }
    },
  }
}
