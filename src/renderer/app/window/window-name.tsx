import { Rose } from '../../features/pane/messages/pane-message.tsx'
import { text } from '../../strings/text.ts'

export function WindowName() {
  return (
    <h1 className="flex w-38 shrink items-center gap-2 font-[650] tracking-[0.2px] @max-[50rem]/window:w-auto">
      <Rose className="size-5" />
      <span className="@max-[32rem]/window:sr-only">{text('app.name')}</span>
    </h1>
  )
}
