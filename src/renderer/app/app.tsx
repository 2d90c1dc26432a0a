import { CSPProvider } from '@base-ui/react/csp-provider'
import { PanelLeft } from 'lucide-react'
import { useStore } from 'zustand'
import { WindowName } from './window/window-name.tsx'
import { Rose } from '../features/pane/messages/pane-message.tsx'
import { text } from '../strings/text.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import type { WindowParts } from './start/parts.ts'
import type { StartState } from './start/start-window.ts'
import { useAppearance } from './use-appearance.ts'

/** The window, or a message until the host has answered. */
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

/** Shown after a failure in rendering. Transfers continue in the host, and a reload shows the window with its tabs. */
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

/** Shows the frame of the window at once. A message about why it is empty appears only after a while. */
function Waiting({ parts }: { readonly parts: WindowParts }) {
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-11 shrink-0 items-center gap-3 border-b border-line bg-panel px-3.5">
        <PanelLeft aria-hidden className="mx-1 size-4 text-ink-3" />
        <WindowName />
      </header>
      <WhyEmpty parts={parts} />
    </div>
  )
}

function WhyEmpty({ parts: { link } }: { readonly parts: WindowParts }) {
  const { kind } = useStore(link.state)
  return (
    <main className="appear-late flex min-h-0 flex-1 flex-col items-center justify-center gap-3 px-8 text-center">
      <Rose className="size-13.5" />
      <h2 className="text-[0.9375rem] font-semibold">
        {text(
          kind === 'refused'
            ? 'connection.refused.title'
            : kind === 'lost'
              ? 'connection.lost'
              : 'connection.connecting',
        )}
      </h2>
      {kind === 'refused' && <p className="max-w-80 text-ink-2">{text('connection.refused.advice')}</p>}
      {kind === 'lost' && (
        <button type="button" className="btn btn-primary" onClick={link.retryNow}>
          {text('connection.try-now')}
        </button>
      )}
    </main>
  )
}
