/** Lets plain Node load the built app: every later import of `electron` gets the stand-in. */
import { register } from 'node:module'

export function registerStandIn() {
  register('./resolve.mjs', import.meta.url)
}
