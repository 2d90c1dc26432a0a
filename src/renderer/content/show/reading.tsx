import { text } from '../../strings/text.ts'

export function Reading() {
  return (
    <p role="status" className="text-ink-2">
      {text('look.reading')}
    </p>
  )
}
