import type { LinkReach, LinkServerState } from '../../../../contract/api/links.ts'
import { text } from '../../../strings/text.ts'
import { Segments } from '../../../ui/segments.tsx'
import type { LinkServerUse } from './link-server-state.ts'

export interface LinkServerPartProps {
  readonly server: LinkServerUse
  /** True if the text is about one link; otherwise it is about all links. */
  readonly isOfOne?: boolean
  /** True after a link was created: a stopped server is then a problem. */
  readonly isMade?: boolean
}

const reaches = ['loopback', 'lan'] as const

/** Shows whether this computer serves links to its files, and to which network. The user can change both. */
export function LinkServerPart({ server, isOfOne = false, isMade = false }: LinkServerPartProps) {
  const { state, problem, isBusy, start, stop } = server
  if (!state) return problem === undefined ? null : <Problem text={problem} />
  const isOff = state.state === 'off'
  return (
    <div className="flex flex-col gap-1.5">
      <Segments
        label={text(isOfOne ? 'link-server.on' : 'link-server.who')}
        options={reaches.map((reach) => [reach, text(`link-server.reach.${reach}`)])}
        value={state.reach}
        onChange={(reach: LinkReach) => void start({ reach })}
      />
      <div className="flex items-start gap-2 text-small">
        <p role="status" className={`min-w-0 flex-1 break-words ${isOff && isMade ? 'text-warn' : 'text-ink-3'}`}>
          {sentenceOf(state, { isOfOne, isMade })}
          {state.reach === 'lan' && !isOff && !state.url?.startsWith('https:') && ` ${text('link-server.plain')}`}
        </p>
        {(state.state === 'here' || (isOff && (isMade || !isOfOne))) && (
          <button
            type="button"
            className="rounded-sm text-sea hover:underline"
            disabled={isBusy}
            onClick={() => void (isOff ? start({}) : stop())}
          >
            {text(isOff ? 'link-server.start' : 'link-server.stop')}
          </button>
        )}
      </div>
      {problem !== undefined && <Problem text={problem} />}
    </div>
  )
}

function Problem({ text: said }: { readonly text: string }) {
  return (
    <p role="alert" className="text-small break-words text-bad">
      {said}
    </p>
  )
}

function sentenceOf(
  { state, reach, url = '', baseUrl }: LinkServerState,
  { isOfOne, isMade }: { readonly isOfOne: boolean; readonly isMade: boolean },
): string {
  const where = state === 'elsewhere' ? 'elsewhere' : baseUrl === undefined ? reach : 'behind'
  if (!isOfOne) return text(state === 'off' ? 'link-server.all-off' : `link-server.all-${where}`, { url })
  if (state === 'off') return text(isMade ? 'link-server.silent' : 'link-server.off')
  return text(`link-server.${where}`, { url })
}
