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

/** The position of the window when it was last closed. */
export interface WindowState {
  read(): WindowPlace | undefined
  write(place: WindowPlace): void
}

/** Stored in a small file. If it can't be read or written, a window opens anyway. */
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
        // The window then opens at its default position the next time.
      }
    },
  }
}
