import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'

/** A plugin in the settings folder. */
export const pluginSchema = z.object({
  /** Of its file or package. */
  name: z.string(),
  /** Where it is on this computer. */
  path: z.string(),
  version: z.string().exactOptional(),
  /** What its author says of it. */
  about: z.string().exactOptional(),
  /**
   * `off`: nobody enabled it, so none of its code was run. `on`: enabled. `changed`: its files are not those that were enabled, so it is off
   * until it is enabled again. `broken`: enabled, but it was ended when it was used last, as `problem` says; the next use starts it again.
   */
  state: z.enum(['off', 'on', 'changed', 'broken']),
  problem: z.string().exactOptional(),
  /** Types of mounts it brings; known once it was enabled. */
  types: z.array(z.string()),
  /** Rules for skipping it brings, without their `@`. */
  rules: z.array(z.string()),
})
export type Plugin = Readonly<z.infer<typeof pluginSchema>>

const nameSchema = z.object({ name: z.string().min(1).max(300) })

export const pluginsApi = {
  /** Those in the folder, by name. Runs none of them. */
  list: once(z.object({}), z.object({ folder: z.string(), plugins: z.array(pluginSchema) })),
  /** Runs a plugin from now on, also in later sessions, as long as its files stay what they are. Throws `not-found`, `bad-input`. */
  enable: once(nameSchema, pluginSchema),
  /** Ends it. Its mounts stay in the mounts file, and can't be used. */
  disable: once(nameSchema, pluginSchema),
  /** On the desktop: shows the folder, which is made if it isn't there. Throws `unsupported` elsewhere. */
  openFolder: once(z.object({}), z.object({})),
}
