import { CSPProvider } from '@base-ui/react/csp-provider'
import { useStore } from 'zustand'
import { Rose } from '../features/pane/messages/pane-message.tsx'
import { text } from '../strings/text.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import type { WindowParts } from './parts.ts'
import type { StartState } from './start-window.ts'
import { useAppearance } from './use-appearance.ts'

/** The window, or what there is to say until the host has answered. */
export function App({ parts, start }: { readonly parts: WindowParts; readonly start: StartState }) {
  const { opened } = useStore(start)
  useAppearance(parts.preferences)
  return (
    <CSPProvider disableStyleElements>
      <ErrorBoundary fallback={<Broken />}>
        {opened ? <opened.Window model={opened.model} /> : <Waiting parts={parts} />}
      </ErrorBoundary>
    </CSPProvider>
  )
}

/** Transfers go on in the host; the window is drawn anew with its tabs. */
function Broken() {
  return (
    <main className="flex h-full flex-col items-center justify-center gap-3 px-8 text-center">
      <Rose className="size-13.5" />
      <h1 className="text-[0.9375rem] font-semibold">{text('app.broken.title')}</h1>
      <p className="max-w-80 text-ink-2">{text('app.broken.advice')}</p>
      <button type="button" className="btn btn-primary" onClick={() => location.reload()}>
        {text('app.broken.reload')}
      </button>
    </main>
  )
}

function Waiting({ parts: { link } }: { readonly parts: WindowParts }) {
  const { kind } = useStore(link.state)
  return (
    <main className="appear-late flex h-full flex-col items-center justify-center gap-3 px-8 text-center">
      <Rose className="size-13.5" />
      <h1 className="text-[0.9375rem] font-semibold">
        {text(
          kind === 'refused'
            ? 'connection.refused.title'
            : kind === 'lost'
              ? 'connection.lost'
              : 'connection.connecting',
        )}
      </h1>
      {kind === 'refused' && <p className="max-w-80 text-ink-2">{text('connection.refused.advice')}</p>}
      {kind === 'lost' && (
        <button type="button" className="btn btn-primary" onClick={link.retryNow}>
          {text('connection.try-now')}
        </button>
      )}
    </main>
  )
}
