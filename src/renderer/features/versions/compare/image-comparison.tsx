import { useState } from 'react'
import { text } from '../../../strings/text.ts'
import { Segments } from '../../../ui/segments.tsx'
import { ImageView } from '../../../content/show/image/image-view.tsx'

export interface ImageComparisonProps {
  readonly left: { readonly image: Blob; readonly label: string }
  readonly right: { readonly image: Blob; readonly label: string }
  readonly onBroken: () => void
}

/** Shows two images side by side, or one over the other. */
export function ImageComparison({ left, right, onBroken }: ImageComparisonProps) {
  const [layout, setLayout] = useState<'beside' | 'over'>('beside')
  const [percent, setPercent] = useState(50)
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <div className="w-72">
        <Segments
          label={text('compare.layout')}
          options={[
            ['beside', text('compare.beside')],
            ['over', text('compare.over')],
          ]}
          value={layout}
          onChange={setLayout}
        />
      </div>
      {layout === 'beside' ? (
        <div className="grid min-h-0 grid-cols-2 gap-2">
          {(
            [
              ['left', left],
              ['right', right],
            ] as const
          ).map(([side, { image, label }]) => (
            <figure key={side} className="grid min-h-0 place-items-center rounded-lg bg-sunk p-2">
              <ImageView image={image} name={label} className="max-h-[48vh] max-w-full" onBroken={onBroken} />
              <figcaption className="mt-1 text-small text-ink-2">{label}</figcaption>
            </figure>
          ))}
        </div>
      ) : (
        <>
          <div className="grid min-h-0 place-items-center rounded-lg bg-sunk p-2 *:[grid-area:1/1]">
            <ImageView image={left.image} name={left.label} className="max-h-[46vh] max-w-full" onBroken={onBroken} />
            <ImageView
              image={right.image}
              name={right.label}
              className="max-h-[46vh] max-w-full"
              opacity={percent / 100}
              onBroken={onBroken}
            />
          </div>
          <label className="flex items-center gap-2 text-small text-ink-2">
            {text('compare.opacity', { label: right.label })}
            <input
              type="range"
              min="0"
              max="100"
              value={percent}
              className="w-60 accent-(--sea)"
              onChange={(event) => setPercent(Number(event.target.value))}
            />
          </label>
        </>
      )}
    </div>
  )
}
