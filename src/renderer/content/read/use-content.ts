import { type Answer, useAnswer } from '../../ui/hooks/use-answer.ts'
import type { Contents } from './contents.ts'
import { type FileState, stateKey } from './file-state.ts'
import { type Content, loadContent } from './load-content.ts'

/** Loads the content of a file for a comparison. The returned function loads it again. */
export function useContent(contents: Contents, state: FileState): [Answer<Content>, () => void] {
  return useAnswer((signal) => loadContent(contents.open(state), signal), stateKey(state))
}
