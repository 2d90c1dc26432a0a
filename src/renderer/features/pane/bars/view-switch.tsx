import { LayoutGrid } from 'lucide-react'
import { text } from '../../../strings/text.ts'
import { showAsPictures } from '../choose.ts'
import type { Pane } from '../pane.ts'
import { pictureSizes, type Tab } from '../pane-state.ts'

/** Switches a tab between a list and pictures of several sizes. */
export function ViewSwitch({ pane, tab }: { readonly pane: Pane; readonly tab: Tab }) {
  const { pictures } = tab
  return (
    <div className="flex shrink-0 items-center gap-0.5">
      {pictures && (
        <fieldset aria-label={text('pictures.size')} className="flex items-center">
          {pictureSizes.map((size) => (
            <button
              key={size}
              type="button"
              aria-pressed={size === pictures}
              aria-label={text(`pictures.${size}`)}
              title={text(`pictures.${size}`)}
              className={`grid h-5 min-w-5 place-items-center rounded-md text-tiny ${size === pictures ? 'bg-sea-soft font-semibold text-sea-ink' : 'text-ink-2 hover:bg-row'}`}
              onClick={() => showAsPictures(pane, size)}
            >
              {text(`pictures.${size}-letter`)}
            </button>
          ))}
        </fieldset>
      )}
      <button
        type="button"
        aria-pressed={pictures !== undefined}
        aria-label={text('pictures.show')}
        title={text('pictures.show')}
        className={`grid size-5 place-items-center rounded-md ${pictures ? 'bg-sea-soft text-sea-ink' : 'text-ink-2 hover:bg-row'}`}
        onClick={() => showAsPictures(pane, pictures ? undefined : pane.pictureSize)}
      >
        <LayoutGrid aria-hidden className="size-3.5" />
      </button>
    </div>
  )
}
