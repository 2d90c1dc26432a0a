import { useState } from 'react'
import type { TextKey } from '../../../strings/text.ts'

/** Puts text on the clipboard, and says how that went. */
export function useCopying(): { readonly said: TextKey | undefined; readonly copy: (text: string) => void } {
  const [said, setSaid] = useState<TextKey>()
  function copy(text: string) {
    navigator.clipboard.writeText(text).then(
      () => setSaid('share.copied'),
      () => setSaid('share.not-copied'),
    )
  }
  return { said, copy }
}
