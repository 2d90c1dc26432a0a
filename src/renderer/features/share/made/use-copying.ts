import { useState } from 'react'
import type { TextKey } from '../../../strings/text.ts'

/** Copies text to the clipboard, and returns a message about the result. */
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
